package dev.headrace.io.redshift.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Staged values as the texts that COPY reads from JSON as the same values. Years before the first
 * are told with BC, of which COPY has its own opinion: it refuses what it does not know.
 */
public final class JsonTexts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private JsonTexts() {}

  /**
   * A decimal of its unscaled value's bytes.
   *
   * @param unscaled in two's complement, the highest byte first
   * @param scale digits behind the point
   */
  public static String decimal(byte[] unscaled, int scale) {
    return new BigDecimal(new BigInteger(unscaled), scale).toPlainString();
  }

  /** A day, counted from 1970-01-01. */
  public static String date(int day) {
    return dated(LocalDate.ofEpochDay(day), "");
  }

  /** Microseconds since 1970-01-01, UTC. */
  public static String timestamp(long micros) {
    OffsetDateTime utc = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    return dated(utc.toLocalDate(), " " + TIME.format(utc));
  }

  /** Years of more than four digits have no plus before them. */
  private static String dated(LocalDate day, String time) {
    String date =
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02d",
            day.get(ChronoField.YEAR_OF_ERA),
            day.getMonthValue(),
            day.getDayOfMonth());
    return date + time + (day.getEra() == IsoEra.CE ? "" : " BC");
  }
}
