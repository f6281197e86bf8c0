package dev.headrace.transforms.records;

import java.time.chrono.IsoChronology;

/**
 * Reads the common forms of a time in ISO 8601 by their fixed places, which is several times faster
 * than java.time: {@code 2018-02-07T01:26:13}, with or without a fraction of one to nine digits,
 * and {@code Z} or an offset of hours and minutes. Whatever else there is, right or wrong, it
 * leaves to java.time.
 */
final class IsoTime {
  /** Says that the text has another form. */
  static final long OTHER = Long.MIN_VALUE;

  private static final int SECONDS_END = 19;
  private static final int MOST_FRACTION_DIGITS = 9;
  private static final int MICRO_DIGITS = 6;
  private static final int OFFSET_LENGTH = 6;
  private static final long MICROS = 1_000_000;
  private static final long DAYS_BEFORE_1970 = 719_528;
  private static final int[] DAYS_BEFORE_MONTH = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334
  };

  private IsoTime() {}

  /** Microseconds since 1970, digits below dropped; or {@link #OTHER}. */
  static long micros(char[] text, int start, int length) {
    int end = start + length;
    if (length <= SECONDS_END
        || text[start + 4] != '-'
        || text[start + 7] != '-'
        || text[start + 10] != 'T'
        || text[start + 13] != ':'
        || text[start + 16] != ':') {
      return OTHER;
    }
    long day = epochDay(text, start);
    int second = secondOfDay(text, start + 11);
    int zone = afterFraction(text, start + SECONDS_END, end);
    if (day == OTHER || second < 0 || zone < 0) {
      return OTHER;
    }
    long offset = offsetSeconds(text, zone, end);
    return offset == OTHER
        ? OTHER
        : (day * 86_400 + second - offset) * MICROS
            + microsOfSecond(text, start + SECONDS_END, zone);
  }

  private static long epochDay(char[] text, int at) {
    int year = digits(text, at, 4);
    int month = digits(text, at + 5, 2);
    int day = digits(text, at + 8, 2);
    return year < 0 || month < 1 || month > 12 || day < 1 || day > lengthOf(month, year)
        ? OTHER
        : daysBefore(year) + dayOfYear(year, month, day) - DAYS_BEFORE_1970;
  }

  /** The days of the years from 0 on that were before this one. */
  private static long daysBefore(int year) {
    return 365L * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
  }

  private static int dayOfYear(int year, int month, int day) {
    boolean leapDay = month > 2 && lengthOf(2, year) == 29;
    return DAYS_BEFORE_MONTH[month - 1] + (leapDay ? 1 : 0) + day - 1;
  }

  private static int lengthOf(int month, int year) {
    return switch (month) {
      case 2 -> IsoChronology.INSTANCE.isLeapYear(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static int secondOfDay(char[] text, int at) {
    int hour = digits(text, at, 2);
    int minute = digits(text, at + 3, 2);
    int second = digits(text, at + 6, 2);
    return hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59
        ? -1
        : hour * 3600 + minute * 60 + second;
  }

  /** Where the offset begins; -1 if the fraction before it is none. */
  private static int afterFraction(char[] text, int at, int end) {
    if (text[at] != '.') {
      return at;
    }
    int zone = at + 1;
    while (zone < end && text[zone] >= '0' && text[zone] <= '9') {
      zone++;
    }
    int count = zone - at - 1;
    return count < 1 || count > MOST_FRACTION_DIGITS || zone == end ? -1 : zone;
  }

  private static long microsOfSecond(char[] text, int at, int zone) {
    long micros = 0;
    for (int i = 1; i <= MICRO_DIGITS; i++) {
      micros = micros * 10 + (at + i < zone ? text[at + i] - '0' : 0);
    }
    return micros;
  }

  private static long offsetSeconds(char[] text, int at, int end) {
    if (text[at] == 'Z' && at + 1 == end) {
      return 0;
    }
    if (end - at != OFFSET_LENGTH || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
      return OTHER;
    }
    int hours = digits(text, at + 1, 2);
    int minutes = digits(text, at + 4, 2);
    if (hours < 0 || hours > 17 || minutes < 0 || minutes > 59) {
      return OTHER;
    }
    int seconds = hours * 3600 + minutes * 60;
    return text[at] == '-' ? -seconds : seconds;
  }

  private static int digits(char[] text, int at, int count) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
