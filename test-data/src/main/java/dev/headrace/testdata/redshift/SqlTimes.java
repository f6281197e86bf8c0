package dev.headrace.testdata.redshift;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes dates and times as PostgreSQL reads them, also before Christ and after the year 9999. */
final class SqlTimes {
  private static final long MICROS_A_DAY = 86_400_000_000L;

  private static final String BEFORE_CHRIST = " BC";
  private static final Pattern TIMESTAMP =
      Pattern.compile("([0-9]+-[0-9]+-[0-9]+) ([0-9:.]+)([+-][0-9:]+)?(?: BC)?");

  private SqlTimes() {}

  static String date(long epochDay) {
    return day(epochDay, "");
  }

  static String timestamp(long epochMicros) {
    LocalTime time = LocalTime.ofNanoOfDay(Math.floorMod(epochMicros, MICROS_A_DAY) * 1_000);
    return day(
        Math.floorDiv(epochMicros, MICROS_A_DAY),
        String.format(
            Locale.ROOT,
            " %02d:%02d:%02d.%06d",
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            time.getNano() / 1_000));
  }

  /** The days since 1970 of PostgreSQL's text of a date. */
  static long epochDay(String text) {
    boolean beforeChrist = text.endsWith(BEFORE_CHRIST);
    String[] parts = text.split(" ", 2)[0].split("-", 3);
    int year = Integer.parseInt(parts[0]);
    return LocalDate.of(
            beforeChrist ? 1 - year : year, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]))
        .toEpochDay();
  }

  /**
   * The microseconds since 1970 of PostgreSQL's text of a time stamp, with or without an offset.
   */
  static long epochMicros(String text) {
    Matcher parts = TIMESTAMP.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("Not a time stamp: " + text);
    }
    long day = epochDay(parts.group(1) + (text.endsWith(BEFORE_CHRIST) ? BEFORE_CHRIST : ""));
    long offset =
        parts.group(3) == null ? 0 : ZoneOffset.of(parts.group(3)).getTotalSeconds() * 1_000_000L;
    return day * MICROS_A_DAY + LocalTime.parse(parts.group(2)).toNanoOfDay() / 1_000 - offset;
  }

  private static String day(long epochDay, String time) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    boolean beforeChrist = date.getYear() <= 0;
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d%s%s",
        beforeChrist ? 1 - date.getYear() : date.getYear(),
        date.getMonthValue(),
        date.getDayOfMonth(),
        time,
        beforeChrist ? " BC" : "");
  }
}
