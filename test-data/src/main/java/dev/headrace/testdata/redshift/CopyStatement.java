package dev.headrace.testdata.redshift;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@code COPY ... FROM 's3://...' MANIFEST}.
 *
 * @param table the name's parts, unquoted: schema (if given) and table
 * @param columns unquoted names; empty means all columns of the table
 */
record CopyStatement(List<String> table, List<String> columns, S3Url manifest, CopyOptions options)
    implements Interpreted {

  /** The table as errors name it. */
  String name() {
    return String.join(".", table);
  }

  @Override
  public String tag() {
    return "COPY";
  }

  static String quoted(List<String> parts) {
    return parts.stream().map(CopyStatement::quoted).collect(Collectors.joining("."));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
