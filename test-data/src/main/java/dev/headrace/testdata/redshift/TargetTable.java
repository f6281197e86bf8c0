package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns a COPY fills, in the order its files hold them. */
record TargetTable(long oid, String name, String quotedName, List<TargetColumn> columns) {
  private static final String COLUMNS =
      """
      SELECT a.attrelid::bigint, a.attname, t.typname, a.atttypmod, a.attnotnull
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  static TargetTable find(Backend backend, List<String> table, List<String> columns)
      throws SQLException {
    String name = String.join(".", table);
    List<TargetColumn> all = new ArrayList<>();
    long oid = 0;
    String quoted = CopyStatement.quoted(table);
    String found = COLUMNS.replace("?", Backend.literal(quoted));
    for (List<@Nullable String> row : backend.query(found)) {
      oid = Long.parseLong(text(row, 0));
      all.add(
          new TargetColumn(
              text(row, 1),
              text(row, 2),
              Integer.parseInt(text(row, 3)),
              text(row, 4).equals("t")));
    }
    if (all.isEmpty()) {
      throw CopyException.undefinedTable(name);
    }
    List<TargetColumn> chosen = columns.isEmpty() ? all : new ArrayList<>();
    for (String column : columns) {
      chosen.add(
          all.stream()
              .filter(candidate -> candidate.name().equals(column))
              .findFirst()
              .orElseThrow(() -> CopyException.undefinedColumn(column, name)));
    }
    return new TargetTable(oid, name, quoted, chosen);
  }

  private static String text(List<@Nullable String> row, int column) {
    return Objects.requireNonNull(row.get(column));
  }

  TargetColumn column(String column) throws CopyException {
    return columns.stream()
        .filter(candidate -> candidate.name().equals(column))
        .findFirst()
        .orElseThrow(() -> CopyException.undefinedColumn(column, name));
  }

  /** PostgreSQL's own statement that takes the rows as text. */
  String copyText() {
    return copyFromStdin("");
  }

  /** PostgreSQL's own statement that takes the rows in its binary format. */
  String copyBinary() {
    return copyFromStdin(" (FORMAT binary)");
  }

  private String copyFromStdin(String format) {
    String names =
        columns.stream()
            .map(column -> CopyStatement.quoted(column.name()))
            .collect(Collectors.joining(", "));
    return "COPY " + quotedName + " (" + names + ") FROM STDIN" + format;
  }
}
