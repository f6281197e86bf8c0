package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.CharMatcher;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names and texts as both Glue and Athena take them: names are entirely lower-case and of at most
 * 255 bytes (https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-catalog-tables.html), without
 * a special character but the underscore
 * (https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html).
 */
final class GlueNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,255}");

  private GlueNames() {}

  static String require(String what, String name) {
    String lowerCase = lowerCase(name);
    checkArgument(
        NAME.matcher(lowerCase).matches(),
        "The name of a %s must be 1 to 255 letters from a to z, digits and underscores,"
            + " but is \"%s\"",
        what,
        name);
    return lowerCase;
  }

  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A text on one line, of at most so many bytes, without half a character; null if none is. */
  static @Nullable String oneLine(@Nullable String text, int maxBytes) {
    if (text == null) {
      return null;
    }
    String line =
        CharMatcher.whitespace().or(CharMatcher.javaIsoControl()).trimAndCollapseFrom(text, ' ');
    while (line.getBytes(UTF_8).length > maxBytes) {
      line = line.substring(0, line.offsetByCodePoints(line.length(), -1));
    }
    return line.isEmpty() ? null : line;
  }
}
