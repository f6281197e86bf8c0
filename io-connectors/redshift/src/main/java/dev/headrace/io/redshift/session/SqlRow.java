package dev.headrace.io.redshift.session;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of an answer, its values as text. */
public record SqlRow(List<@Nullable String> values) {

  public SqlRow {
    values = Collections.unmodifiableList(values);
  }

  /**
   * The value of a column, counted from 0.
   *
   * @throws IllegalStateException if it is null
   */
  public String text(int column) {
    String value = values.get(column);
    if (value == null) {
      throw new IllegalStateException("The answer has NULL in its column " + column);
    }
    return value;
  }

  /** The value of a column, counted from 0, or null. */
  public @Nullable String textOrNull(int column) {
    return values.get(column);
  }

  /** The whole number in a column, counted from 0. */
  public long number(int column) {
    return Long.parseLong(text(column));
  }
}
