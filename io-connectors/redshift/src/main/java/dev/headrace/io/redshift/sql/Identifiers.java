package dev.headrace.io.redshift.sql;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names in SQL, always quoted. Redshift would cut a longer name than 127 bytes without a word, and
 * folds quoted names to lower case too
 * (https://docs.aws.amazon.com/redshift/latest/dg/r_names.html); both are refused here.
 */
public final class Identifiers {
  private static final int MAX_BYTES = 127;

  // https://docs.aws.amazon.com/redshift/latest/dg/c_unsupported-postgresql-features.html
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("oid", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  private Identifiers() {}

  /**
   * A table, as {@code table} or {@code schema.table}.
   *
   * @throws IllegalArgumentException if Redshift would cut or fold the name
   */
  public static String table(String name) {
    List<String> parts = Splitter.on('.').splitToList(name);
    checkArgument(
        parts.size() <= 2, "A table must be named table or schema.table, but is \"%s\"", name);
    return parts.stream().map(part -> quote("table", part)).collect(Collectors.joining("."));
  }

  /** Columns, with commas between. */
  public static String columns(Collection<String> names) {
    return names.stream().map(Identifiers::column).collect(Collectors.joining(", "));
  }

  /**
   * A column.
   *
   * @throws IllegalArgumentException if Redshift would cut or fold the name, or has it for itself
   */
  public static String column(String name) {
    checkArgument(!SYSTEM_COLUMNS.contains(name), "\"%s\" is a system column of Redshift's", name);
    return quote("column", name);
  }

  private static String quote(String what, String name) {
    int bytes = name.getBytes(UTF_8).length;
    checkArgument(
        bytes >= 1 && bytes <= MAX_BYTES && name.indexOf('\0') < 0,
        "The name of a %s must have 1 to %s bytes, but \"%s\" has %s",
        what,
        MAX_BYTES,
        name,
        bytes);
    checkArgument(
        name.equals(name.toLowerCase(Locale.ROOT)),
        "The name of a %s must be in lower case, to which Redshift folds it, but is \"%s\"",
        what,
        name);
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
