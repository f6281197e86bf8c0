package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;

/** Readers of times and dates. Digits below the microsecond are dropped. */
final class TimeReaders {
  private static final long MICROS = 1_000_000;
  private static final long MICROS_OF_A_DAY = 86_400 * MICROS;
  private static final int MICRO_DIGITS = 6;

  private TimeReaders() {}

  /** Reads microseconds or days since 1970, in the way the source writes a time. */
  @FunctionalInterface
  private interface Since1970 extends Serializable {
    long read(JsonParser json) throws IOException, BadRecordException;
  }

  static ValueReader timestampMicros(FieldProperties field) {
    Since1970 micros = micros(TimeSource.of(field, true));
    return micros::read;
  }

  static ValueReader date(FieldProperties field) {
    Since1970 days = days(TimeSource.of(field, false));
    return json -> {
      long day = days.read(json);
      if (day != (int) day) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits of days");
      }
      return (int) day;
    };
  }

  private static Since1970 micros(TimeSource source) {
    TimeText text = source.text();
    return switch (source.unit()) {
      case MICROS -> NumberSource.JSON::whole;
      case MILLIS -> json -> times(NumberSource.JSON.whole(json), 1000);
      case SECONDS -> TimeReaders::epochSeconds;
      case NONE ->
          text.formatter().isPattern()
              ? json -> micros(text.instant(TextReaders.textOf(json, "a time as text")))
              : json -> iso8601(json, text);
    };
  }

  private static Since1970 days(TimeSource source) {
    TimeText text = source.text();
    if (source.unit() == TimeSource.Unit.NONE) {
      return json -> text.date(TextReaders.textOf(json, "a date as text")).toEpochDay();
    }
    Since1970 micros = micros(source);
    ZoneId zone = text.zone();
    return zone == null
        ? json -> Math.floorDiv(micros.read(json), MICROS_OF_A_DAY)
        : json -> day(micros.read(json), zone);
  }

  private static long day(long micros, ZoneId zone) {
    Instant time = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS));
    return time.atZone(zone).toLocalDate().toEpochDay();
  }

  private static long epochSeconds(JsonParser json) throws IOException, BadRecordException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
      return times(NumberSource.JSON.whole(json), MICROS);
    }
    BigDecimal micros = NumberSource.JSON.decimal(json).movePointRight(MICRO_DIGITS);
    try {
      return micros.setScale(0, RoundingMode.FLOOR).longValueExact();
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  private static long iso8601(JsonParser json, TimeText text)
      throws IOException, BadRecordException {
    ValueReader.require(json.currentToken() == JsonToken.VALUE_STRING, json, "a time as text");
    long micros =
        IsoTime.micros(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    return micros == IsoTime.OTHER ? micros(text.instant(json.getText())) : micros;
  }

  static long micros(Instant time) throws BadRecordException {
    return times(time.getEpochSecond(), MICROS) + time.getNano() / 1000;
  }

  private static long times(long value, long factor) throws BadRecordException {
    try {
      return Math.multiplyExact(value, factor);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  private static BadRecordException outOfRange() {
    return new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 64 bits of microseconds");
  }
}
