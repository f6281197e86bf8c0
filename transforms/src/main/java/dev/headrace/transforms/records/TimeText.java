package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Reads times and dates from text.
 *
 * @param zone of times that tell no offset, and the one whose days count; null if none is given
 */
record TimeText(TimeFormatter formatter, @Nullable ZoneId zone) implements Serializable {

  Instant instant(String text) throws BadRecordException {
    TemporalAccessor time = parse(text);
    if (time instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    if (zone == null) {
      throw new BadRecordException(
          Reason.WRONG_TYPE, "has no offset from UTC, and the contract gives no \"zone\"");
    }
    return time instanceof LocalDate date
        ? date.atStartOfDay(zone).toInstant()
        : inZone((LocalDateTime) time, zone);
  }

  /** Of an hour that comes twice, as clocks are put back, the first is taken. */
  private static Instant inZone(LocalDateTime time, ZoneId zone) throws BadRecordException {
    if (zone.getRules().getValidOffsets(time).isEmpty()) {
      throw new BadRecordException(
          Reason.OUT_OF_RANGE, "is in an hour that the clocks of " + zone + " skip");
    }
    return time.atZone(zone).toInstant();
  }

  LocalDate date(String text) throws BadRecordException {
    TemporalAccessor time = parse(text);
    if (time instanceof LocalDate date) {
      return date;
    }
    if (time instanceof LocalDateTime local && (zone != null || formatter.isPattern())) {
      return local.toLocalDate();
    }
    return LocalDate.ofInstant(instant(text), zone == null ? ZoneOffset.UTC : zone);
  }

  private TemporalAccessor parse(String text) throws BadRecordException {
    try {
      return formatter.parse(text);
    } catch (DateTimeException e) {
      throw new BadRecordException(Reason.WRONG_TYPE, "is not " + formatter.example());
    }
  }
}
