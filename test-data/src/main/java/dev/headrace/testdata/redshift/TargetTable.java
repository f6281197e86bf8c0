package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns a COPY fills, in the order its files hold them. */
record TargetTable(long oid, String name, String quotedName, List<TargetColumn> columns) {
  private static final String COLUMNS =
      """
      SELECT a.attrelid::bigint, a.attname, t.typname, a.atttypmod, a.attnotnull
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  static TargetTable find(Connection connection, CopyStatement copy) throws SQLException {
    String name = String.join(".", copy.table());
    List<TargetColumn> all = new ArrayList<>();
    long oid = 0;
    try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
      select.setString(1, copy.quotedTable());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          oid = row.getLong(1);
          all.add(
              new TargetColumn(
                  row.getString(2), row.getString(3), row.getInt(4), row.getBoolean(5)));
        }
      }
    }
    if (all.isEmpty()) {
      throw CopyException.undefinedTable(name);
    }
    List<TargetColumn> chosen = copy.columns().isEmpty() ? all : new ArrayList<>();
    for (String column : copy.columns()) {
      chosen.add(
          all.stream()
              .filter(candidate -> candidate.name().equals(column))
              .findFirst()
              .orElseThrow(() -> CopyException.undefinedColumn(column, name)));
    }
    return new TargetTable(oid, name, copy.quotedTable(), chosen);
  }

  /** PostgreSQL's own statement that takes the rows as text. */
  String copyFromStdin() {
    String names =
        columns.stream()
            .map(column -> CopyStatement.quoted(column.name()))
            .collect(Collectors.joining(", "));
    return "COPY " + quotedName + " (" + names + ") FROM STDIN";
  }
}
