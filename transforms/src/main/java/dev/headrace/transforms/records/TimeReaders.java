package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Readers of times and dates. */
final class TimeReaders {
  private static final long SECONDS_OF_A_DAY = 86_400;

  private TimeReaders() {}

  /** Reads an instant in the way the source writes it. */
  @FunctionalInterface
  interface InstantReader extends Serializable {
    Instant read(JsonParser json) throws IOException, BadRecordException;
  }

  static Instant epochMillis(JsonParser json) throws IOException, BadRecordException {
    return Instant.ofEpochMilli(NumberReaders.wholeNumber(json));
  }

  static Instant iso8601(JsonParser json) throws IOException, BadRecordException {
    String text = TextReaders.textOf(json, "a time as text");
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new BadRecordException(Reason.WRONG_TYPE, "is not a time such as 2018-02-07T01:26:13Z");
    }
  }

  static ValueReader timestampMicros(InstantReader instant) {
    return json -> {
      try {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.read(json));
      } catch (ArithmeticException e) {
        throw new BadRecordException(
            Reason.OUT_OF_RANGE, "does not fit into 64 bits of microseconds");
      }
    };
  }

  static ValueReader date(InstantReader instant) {
    return json -> {
      long day = Math.floorDiv(instant.read(json).getEpochSecond(), SECONDS_OF_A_DAY);
      if (day != (int) day) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits of days");
      }
      return (int) day;
    };
  }
}
