package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The common rules, each over one field. All but {@link #notNull} and {@link #notBlank} hold for a
 * field without a value.
 */
public final class Rules {
  private static final CharMatcher BLANK = CharMatcher.whitespace();

  private Rules() {}

  /** What the length of a text is counted in. */
  public enum Unit {
    /** Unicode's code points. */
    CHARACTERS,
    /** Bytes of UTF-8, as Redshift counts. */
    BYTES
  }

  /** The field has a value; fields of any type. */
  public static Rule notNull(String field) {
    return FieldRule.of("notNull", field, List.of(), "any type", type -> value -> true).notOfNull();
  }

  /** The field has a text that is not white space alone; text fields. */
  public static Rule notBlank(String field) {
    return Texts.rule("notBlank", field, List.of(), text -> !BLANK.matchesAllOf(text)).notOfNull();
  }

  /**
   * The number lies between two others, both allowed; null for no bound. Fields of numbers and
   * decimals; the bounds are rounded to a {@code float} for a field of that type.
   *
   * @throws IllegalArgumentException if there is no bound, one is not finite, or the range ends
   *     before it begins
   */
  public static Rule range(String field, @Nullable Number min, @Nullable Number max) {
    return Ranges.rule(
        field, exact(field, min), exact(field, max), "a number or decimal", Ranges::numbers);
  }

  /** The time lies between two others, both allowed; null for no bound. Timestamp fields. */
  public static Rule range(String field, @Nullable Instant min, @Nullable Instant max) {
    return Ranges.rule(field, min, max, "a timestamp", Ranges::times);
  }

  /** The date lies between two others, both allowed; null for no bound. Date fields. */
  public static Rule range(String field, @Nullable LocalDate min, @Nullable LocalDate max) {
    return Ranges.rule(field, min, max, "a date", Ranges::dates);
  }

  private static @Nullable BigDecimal exact(String field, @Nullable Number bound) {
    try {
      return bound == null ? null : new BigDecimal(bound.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The range of %s must have finite bounds, but has %s".formatted(field, bound), e);
    }
  }

  /** The value is one of some texts; text fields. */
  public static Rule oneOf(String field, String... allowed) {
    return oneOf(field, List.of(allowed));
  }

  /**
   * The value is one of some others: texts for a text field, whole numbers for a field of those.
   *
   * @throws IllegalArgumentException if there are none, or not all are texts or all whole numbers
   */
  public static Rule oneOf(String field, Collection<?> allowed) {
    return AllowedValues.rule(field, allowed);
  }

  /**
   * The whole text matches a pattern of RE2 (https://github.com/google/re2/wiki/Syntax), in a time
   * that is linear in its length; text fields.
   *
   * @throws IllegalArgumentException if the pattern is none
   */
  public static Rule matches(String field, String pattern) {
    Pattern compiled = Texts.pattern(field, pattern);
    return Texts.rule("matches", field, List.of(pattern), compiled::matches);
  }

  /**
   * The text is so long, both bounds allowed; text fields.
   *
   * @param min 0 or more
   * @param max {@code min} or more
   */
  public static Rule length(String field, int min, int max, Unit unit) {
    checkArgument(
        min >= 0 && min <= max,
        "The length of %s must go from 0 or more to no less, but goes from %s to %s",
        field,
        min,
        max);
    return Texts.length(field, min, max, unit);
  }
}
