package dev.headrace.io.redshift.sql;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as they stand in SQL. A backslash begins an escape in Redshift's literals, as it does not
 * in standard SQL; where a value has one, it is written as {@code CHR(92)}, which both read alike.
 */
public final class Literals {
  private Literals() {}

  /**
   * The value as an expression.
   *
   * @throws IllegalArgumentException if it is neither text, a whole number nor null
   */
  public static String of(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Long || value instanceof Integer) {
      return value.toString();
    }
    if (value instanceof String text) {
      return text(text);
    }
    throw new IllegalArgumentException(
        "A value must be text, a whole number or null, but is a " + value.getClass().getName());
  }

  /** The text in quotes, for where no expression can stand, such as in COPY. */
  public static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** The statement with its values in the place of their question marks. */
  public static String inline(Sql sql) {
    if (sql.values().isEmpty()) {
      return sql.text();
    }
    List<String> pieces = sql.pieces();
    StringBuilder text = new StringBuilder(pieces.get(0));
    for (int i = 0; i < sql.values().size(); i++) {
      text.append(of(sql.values().get(i))).append(pieces.get(i + 1));
    }
    return text.toString();
  }

  private static String text(String text) {
    String doubled = text.replace("'", "''");
    if (doubled.indexOf('\\') < 0) {
      return "'" + doubled + "'";
    }
    return "('" + Joiner.on("' || CHR(92) || '").join(Splitter.on('\\').split(doubled)) + "')";
  }
}
