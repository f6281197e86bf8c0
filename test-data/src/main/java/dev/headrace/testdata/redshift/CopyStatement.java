package dev.headrace.testdata.redshift;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A {@code COPY ... FROM 's3://...' MANIFEST FORMAT PARQUET}.
 *
 * @param table the name's parts, unquoted: schema (if given) and table
 * @param columns unquoted names; empty means all columns of the table
 * @param iamRole {@code default} or a role's ARN
 */
record CopyStatement(
    List<String> table,
    List<String> columns,
    S3Url manifest,
    String iamRole,
    boolean serializeToJson)
    implements Interpreted {

  /** The table as errors name it. */
  String name() {
    return String.join(".", table);
  }

  @Override
  public String tag() {
    return "COPY";
  }

  String quotedTable() {
    return table.stream().map(CopyStatement::quoted).collect(Collectors.joining("."));
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
