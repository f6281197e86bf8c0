package dev.headrace.io.redshift.sql;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement and the values of its question marks: texts, whole numbers or nulls. What it prints
 * as is the text alone.
 *
 * @param text without a semicolon, and with a question mark for nothing but a value
 */
public record Sql(String text, List<@Nullable Object> values) {

  public Sql {
    int marks = CharMatcher.is('?').countIn(text);
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

  @Override
  public String toString() {
    return text;
  }
}
