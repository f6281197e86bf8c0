package dev.headrace.transforms.records;

import com.google.common.base.CharMatcher;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A formatter of java.time, strict and of no locale, that can be sent to a worker. */
final class TimeFormatter implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final DateTimeFormatter ISO =
      strict(
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              .append(DateTimeFormatter.ISO_LOCAL_DATE)
              .optionalStart()
              .appendLiteral('T')
              .append(DateTimeFormatter.ISO_LOCAL_TIME)
              .optionalStart()
              .parseLenient()
              .appendOffsetId());

  private static final ZonedDateTime AFTERNOON =
      ZonedDateTime.of(2018, 2, 7, 13, 26, 13, 0, ZoneOffset.UTC);

  private final @Nullable String pattern;
  private transient @Nullable DateTimeFormatter formatter;

  private TimeFormatter(@Nullable String pattern) {
    this.pattern = pattern;
    this.formatter = pattern == null ? ISO : ofPattern(pattern);
  }

  static TimeFormatter iso8601() {
    return new TimeFormatter(null);
  }

  /**
   * @throws IllegalArgumentException if java.time takes no such pattern
   */
  static TimeFormatter pattern(String pattern) {
    return new TimeFormatter(pattern);
  }

  /** A date, with its time of day and its zone if the text tells them. */
  TemporalAccessor parse(String text) {
    return formatter().parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
  }

  /**
   * Whether texts of the pattern tell a day, and all of a time of day if they tell anything of it:
   * an hour up to 12 is none without its half of the day.
   */
  boolean isUnambiguous() {
    try {
      return !(parse(formatter().format(AFTERNOON)) instanceof LocalDate) || !tells("HhKkmsSAaNnB");
    } catch (DateTimeException e) {
      return false;
    }
  }

  boolean isPattern() {
    return pattern != null;
  }

  /** Whether a text can tell an offset or a zone. */
  boolean tellsOffset() {
    return tells("XxZOVvz");
  }

  private boolean tells(String letters) {
    return pattern == null || CharMatcher.anyOf(letters).matchesAnyOf(unquoted(pattern));
  }

  /** What a text looks like. */
  String example() {
    return pattern == null ? "a time such as 2018-02-07T01:26:13Z" : "of the pattern " + pattern;
  }

  private DateTimeFormatter formatter() {
    DateTimeFormatter made = formatter;
    if (made == null) {
      made = pattern == null ? ISO : ofPattern(pattern);
      formatter = made;
    }
    return made;
  }

  private static DateTimeFormatter ofPattern(String pattern) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
    String letters = unquoted(pattern);
    if (letters.contains("y") && !letters.contains("G")) {
      builder.parseDefaulting(ChronoField.ERA, 1); // strictly, "y" alone tells no year
    }
    return strict(builder);
  }

  private static DateTimeFormatter strict(DateTimeFormatterBuilder builder) {
    return builder
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT)
        .withChronology(IsoChronology.INSTANCE);
  }

  private static String unquoted(String pattern) {
    return pattern.replaceAll("'[^']*'", "");
  }
}
