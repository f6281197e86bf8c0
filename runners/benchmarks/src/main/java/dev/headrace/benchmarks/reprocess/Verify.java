package dev.headrace.benchmarks.reprocess;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * The referee: sums up Parquet files by DuckDB, so that two outputs can be told to be the same
 * whatever wrote them, in whatever order and in however many files.
 */
final class Verify {
  private static final String COLUMNS =
      """
      SELECT string_agg(column_name || ' ' || column_type, ', ' ORDER BY column_name) AS columns
      FROM (DESCRIBE SELECT * FROM %s)""";

  private static final String ROWS =
      """
      SELECT
        count(*) AS "rows",
        count(DISTINCT flight_key) AS "keys",
        sum(epoch_us(date)) AS "sum of date",
        sum(delay) AS "sum of delay",
        sum(distance) AS "sum of distance",
        sum(epoch_us(updated_at)) AS "sum of updated_at",
        sum(hash(flight_key)::HUGEINT) AS "hash of flight_key",
        sum(hash(origin)::HUGEINT) AS "hash of origin",
        sum(hash(destination)::HUGEINT) AS "hash of destination",
        sum(hash(month)::HUGEINT) AS "hash of month",
        sum(hash(flight_key, epoch_us(date), delay, distance, origin, destination, month,
          epoch_us(updated_at))::HUGEINT) AS "hash of rows"
      FROM %s""";

  private static final String CODECS =
      "SELECT string_agg(DISTINCT compression, ', ' ORDER BY compression) AS codecs"
          + " FROM parquet_metadata(%s)";

  private Verify() {}

  /**
   * Sums up a folder of Parquet files, partitioned by {@code month} in their paths.
   *
   * @param deadLetters how many there are beside it
   * @throws IllegalStateException if the files cannot be read as flights
   */
  static Summary summary(Path parquet, long deadLetters) {
    String glob = Sql.text(parquet.resolve("**").resolve("*.parquet"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Map<String, String> values = new TreeMap<>();
      put(values, statement, COLUMNS, "read_parquet(%s, hive_partitioning = false)", glob);
      put(values, statement, CODECS, "%s", glob);
      put(
          values,
          statement,
          ROWS,
          "read_parquet(%s, hive_partitioning = true, hive_types = {'month': VARCHAR})",
          glob);
      return new Summary(values).withDeadLetters(deadLetters);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot sum up the flights in " + parquet, e);
    }
  }

  /** Sums up a table as its rows have to stand in Parquet files. */
  static Summary expected(Statement statement, String table, long deadLetters) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    values.put(
        "columns",
        "date TIMESTAMP WITH TIME ZONE, delay INTEGER, destination VARCHAR, distance INTEGER,"
            + " flight_key VARCHAR, origin VARCHAR, updated_at TIMESTAMP WITH TIME ZONE");
    values.put("codecs", "SNAPPY");
    put(values, statement, ROWS, "%s", table);
    return new Summary(values).withDeadLetters(deadLetters);
  }

  /**
   * Ends the benchmark if what was written is not what had to be.
   *
   * @throws IllegalStateException that names everything that differs
   */
  static void requireEqual(String who, Summary expected, Summary found) {
    if (!found.equals(expected)) {
      throw new IllegalStateException(
          who + " has not written what it should: " + found.differencesFrom(expected));
    }
  }

  private static void put(
      Map<String, String> values, Statement statement, String query, String from, String what)
      throws SQLException {
    try (ResultSet row = statement.executeQuery(query.formatted(from.formatted(what)))) {
      row.next();
      ResultSetMetaData columns = row.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        values.put(columns.getColumnLabel(i), String.valueOf(row.getString(i)));
      }
    }
  }
}
