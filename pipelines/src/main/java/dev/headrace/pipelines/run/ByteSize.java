package dev.headrace.pipelines.run;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size as people write it: a whole number, and a unit of decimal or binary bytes if there is one,
 * up to GB and GiB.
 */
public final class ByteSize {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);

  private ByteSize() {}

  /**
   * The number of bytes.
   *
   * @throws IllegalArgumentException if the text is no size
   */
  public static long parse(String text) {
    Matcher size = SIZE.matcher(text);
    Long unit = size.matches() ? UNITS.get(size.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw noSize(text);
    }
    try {
      return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
    } catch (ArithmeticException e) {
      throw noSize(text);
    }
  }

  private static IllegalArgumentException noSize(String text) {
    return new IllegalArgumentException(
        "must be a size such as 32MB, 64MiB or 500kB, but is \"" + text + "\"");
  }
}
