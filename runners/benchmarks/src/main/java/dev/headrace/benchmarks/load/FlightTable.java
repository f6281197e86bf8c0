package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.Summary;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** The table that everyone loads. */
final class FlightTable {
  static final String NAME = "flights";
  static final List<Column> COLUMNS =
      List.of(
          Column.converted("id", "BIGINT", false),
          Column.converted("date", "TIMESTAMP", false),
          Column.converted("delay", "INTEGER", false),
          Column.converted("distance", "INTEGER", false),
          Column.converted("origin", "VARCHAR(3)", false),
          Column.converted("destination", "VARCHAR(3)", false));

  // A hash in PostgreSQL and in DuckDB alike: the first 32 bits of MD5.
  private static final String SUMMARY =
      """
      SELECT
        count(*) AS "rows",
        count(DISTINCT id) AS "keys",
        sum(extract(epoch FROM date)::BIGINT) AS "sum of date",
        sum(delay) AS "sum of delay",
        sum(distance) AS "sum of distance",
        sum(%s) AS "hash of keys",
        sum(%s) AS "hash of rows"
      FROM %s""";
  private static final String ROW =
      "concat_ws('|', id, extract(epoch FROM date)::BIGINT, delay, distance, origin, destination)";

  private static final String COMMITTED =
      "SELECT (extract(epoch FROM max(pg_xact_commit_timestamp(xmin))) * 1000000)::BIGINT AS micros"
          + " FROM "
          + NAME;

  private FlightTable() {}

  /** Makes it, empty. */
  static void create(Warehouse warehouse) throws SQLException {
    String columns =
        COLUMNS.stream()
            .map(column -> column.name() + " " + column.type() + " NOT NULL")
            .collect(Collectors.joining(", "));
    try (Connection connection = warehouse.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + NAME + " (" + columns + ")");
    }
  }

  /** When the last row was committed, by PostgreSQL's clock, which is the machine's. */
  static Instant committed(Statement statement) throws SQLException {
    String micros = Summary.of(statement, COMMITTED).value("micros");
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }

  /** What it comes to. */
  static Summary summary(Warehouse warehouse) throws SQLException {
    String hash = "('x' || substr(md5(%s), 1, 8))::bit(32)::bigint";
    try (Connection connection = warehouse.connect();
        Statement statement = connection.createStatement()) {
      return Summary.of(statement, query(hash, NAME));
    }
  }

  /** What it should come to, by a table or view of DuckDB with the same columns. */
  static Summary expected(Statement duckDb, String table) throws SQLException {
    return Summary.of(duckDb, query("('0x' || substr(md5(%s), 1, 8))::BIGINT", table));
  }

  private static String query(String hash, String table) {
    return SUMMARY.formatted(hash.formatted("CAST(id AS VARCHAR)"), hash.formatted(ROW), table);
  }
}
