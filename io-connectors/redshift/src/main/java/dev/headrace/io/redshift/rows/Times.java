package dev.headrace.io.redshift.rows;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/**
 * Dates and times. They reach from 4713 BC, a date to 294276 AD
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_Datetime_types.html) and a timestamp to January
 * of 294247 AD, where Parquet's 64 bits of microseconds since 1970 end. No time zone of the worker
 * has a part in it.
 */
final class Times implements ValueRule {
  private static final LocalDate FIRST = LocalDate.of(-4712, 1, 1);
  private static final LocalDate LAST = LocalDate.of(294_276, 12, 31);
  private static final long FIRST_SECOND = FIRST.toEpochDay() * 86_400;
  private static final long LAST_SECOND = Long.MAX_VALUE / 1_000_000 - 1;
  private static final int NANOS_OF_MICRO = 1_000;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

  private final RowColumn column;
  private final RowPolicy.FineTimes policy;

  Times(RowColumn column, RowPolicy.FineTimes policy) {
    this.column = column;
    this.policy = policy;
  }

  @Override
  public Object stage(Object value) throws RejectedRowException {
    return switch (column.type().kind()) {
      case DATE -> days(value);
      case TIME -> time(value);
      case TIMESTAMP -> localMicros(value);
      default -> micros(value);
    };
  }

  private Object days(Object value) throws RejectedRowException {
    if (!(value instanceof LocalDate date)) {
      throw column.wrongType(value);
    }
    if (date.isBefore(FIRST) || date.isAfter(LAST)) {
      throw outOfRange(date);
    }
    return (int) date.toEpochDay();
  }

  private Object time(Object value) throws RejectedRowException {
    if (!(value instanceof LocalTime time)) {
      throw column.wrongType(value);
    }
    requireMicros(time.get(ChronoField.NANO_OF_SECOND));
    return TIME.format(time).getBytes(US_ASCII);
  }

  /** A timestamp without a zone takes a point in time too, as what a clock in UTC shows. */
  private Object localMicros(Object value) throws RejectedRowException {
    return micros(value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : value);
  }

  private Object micros(Object value) throws RejectedRowException {
    if (value instanceof Instant instant) {
      return micros(instant.getEpochSecond(), instant.getNano(), instant);
    }
    if (value instanceof org.joda.time.ReadableInstant instant) {
      long millis = instant.getMillis();
      int nanos = (int) Math.floorMod(millis, 1_000L) * 1_000_000;
      return micros(Math.floorDiv(millis, 1_000L), nanos, instant);
    }
    throw column.wrongType(value);
  }

  private Object micros(long second, int nano, Object value) throws RejectedRowException {
    if (second < FIRST_SECOND || second > LAST_SECOND) {
      throw outOfRange(value);
    }
    requireMicros(nano);
    return second * 1_000_000 + nano / NANOS_OF_MICRO;
  }

  private void requireMicros(int nano) throws RejectedRowException {
    if (policy == RowPolicy.FineTimes.REJECT && nano % NANOS_OF_MICRO != 0) {
      throw column.rejected(
          RejectionReason.TOO_PRECISE,
          "keeps microseconds, but has %d nanoseconds".formatted(nano));
    }
  }

  private RejectedRowException outOfRange(Object value) {
    return column.rejected(
        RejectionReason.OUT_OF_RANGE,
        "takes %s from %s on, but is %s".formatted(column.type().sql(), FIRST, value));
  }
}
