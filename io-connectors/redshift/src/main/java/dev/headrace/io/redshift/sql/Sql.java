package dev.headrace.io.redshift.sql;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement and the values of its question marks: texts, whole numbers or nulls. What it prints
 * as is the text alone.
 *
 * @param text without a semicolon, and with a question mark for nothing but a value, except in
 *     quoted names and literals
 */
public record Sql(String text, List<@Nullable Object> values) {

  public Sql {
    int marks = pieces(text).size() - 1;
    checkArgument(
        marks == values.size() || values.isEmpty(),
        "A statement with %s question marks has %s values: %s",
        marks,
        values.size(),
        text);
    values = Collections.unmodifiableList(values);
  }

  /** A statement with its values in their order. */
  public static Sql of(String text, @Nullable Object... values) {
    return new Sql(text, Arrays.asList(values.clone()));
  }

  /** The text before, between and behind its question marks. */
  public List<String> pieces() {
    return pieces(text);
  }

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '?') {
        pieces.add(text.substring(start, i));
        start = i + 1;
      }
    }
    pieces.add(text.substring(start));
    return pieces;
  }

  @Override
  public String toString() {
    return text;
  }
}
