package dev.headrace.testdata.redshift;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a COPY reads dates and times from text. Digits beyond microseconds are cut.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/r_DATEFORMAT_and_TIMEFORMAT_strings.html">DATEFORMAT
 * and TIMEFORMAT strings</a> and <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/automatic-recognition.html">automatic
 * recognition</a>, of which ISO 8601 and its relatives are understood here. An offset other than
 * UTC is refused where the column keeps none.
 */
enum LoadTimes {
  /** {@code YYYY-MM-DD HH:MI:SS}, what holds without TIMEFORMAT. */
  PLAIN,
  AUTO,
  EPOCHSECS,
  EPOCHMILLISECS;

  private static final Pattern DATE =
      Pattern.compile("([0-9]{4,6})-([0-9]{2})-([0-9]{2})(?:[ T].*)?");
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9-]+)(?:[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\\.([0-9]+))?)?"
              + " ?(Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?");
  private static final Set<String> UTC = Set.of("Z", "UTC", "+00", "+00:00", "+0000");
  private static final int MICRO_DIGITS = 6;
  private static final long MICROS_A_DAY = 86_400_000_000L;

  /** Takes TIMEFORMAT and DATEFORMAT as they come. */
  static final class Parser {
    private LoadTimes times = PLAIN;

    void format(String option, String format) throws CopyException {
      // The words are case-sensitive, as they are in Redshift.
      if (option.equals("DATEFORMAT") && format.equals("auto")) {
        return;
      }
      times =
          switch (option + " " + format) {
            case "TIMEFORMAT auto" -> AUTO;
            case "TIMEFORMAT epochsecs" -> EPOCHSECS;
            case "TIMEFORMAT epochmillisecs" -> EPOCHMILLISECS;
            case "TIMEFORMAT YYYY-MM-DD HH:MI:SS" -> PLAIN;
            default ->
                throw CopyException.unsupported(
                    "The local Redshift does not know the %s '%s'".formatted(option, format));
          };
    }

    LoadTimes result() {
      return times;
    }
  }

  /** Days since 1970. */
  static long date(String text) throws BadValueException {
    try {
      return epochDay(text);
    } catch (DateTimeException e) {
      throw new BadValueException(
          CopyException.DATE,
          text.length() < 10
              ? "Invalid Date Format - length must be 10 or more"
              : "Invalid Date Format");
    }
  }

  private static long epochDay(String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      throw new DateTimeException("Not a date: " + text);
    }
    return LocalDate.of(
            Integer.parseInt(date.group(1)),
            Integer.parseInt(date.group(2)),
            Integer.parseInt(date.group(3)))
        .toEpochDay();
  }

  /** Microseconds since 1970 in UTC. */
  long timestamp(String text, boolean keepsZone) throws BadValueException {
    try {
      return switch (this) {
        case EPOCHSECS -> scaled(text, MICRO_DIGITS);
        case EPOCHMILLISECS -> scaled(text, MICRO_DIGITS / 2);
        default -> calendar(text, keepsZone);
      };
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw invalid();
    }
  }

  private static long scaled(String text, int digits) {
    return new BigDecimal(text).movePointRight(digits).toBigInteger().longValueExact();
  }

  private long calendar(String text, boolean keepsZone) throws BadValueException {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches() || (this == PLAIN && (text.contains("T") || parts.group(2) == null))) {
      throw invalid();
    }
    String zone = parts.group(4) == null ? "Z" : parts.group(4);
    boolean utc = UTC.contains(zone);
    if (!utc && !keepsZone) {
      throw invalid();
    }
    long offset = utc ? 0 : ZoneOffset.of(zone).getTotalSeconds() * 1_000_000L;
    long time =
        parts.group(2) == null
            ? 0
            : LocalTime.parse(parts.group(2)).toNanoOfDay() / 1_000 + micros(parts.group(3));
    return epochDay(parts.group(1)) * MICROS_A_DAY + time - offset;
  }

  private static long micros(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "000000").substring(0, MICRO_DIGITS));
  }

  private BadValueException invalid() {
    return new BadValueException(
        CopyException.TIMESTAMP,
        this == PLAIN
            ? "Invalid timestamp format or value [YYYY-MM-DD HH24:MI:SS]"
            : "Invalid timestamp format or value");
  }
}
