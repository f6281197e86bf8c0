package dev.headrace.testdata.redshift;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;

/** Writes dates and times as PostgreSQL reads them, also before Christ and after the year 9999. */
final class SqlTimes {
  private static final long MICROS_A_DAY = 86_400_000_000L;

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
