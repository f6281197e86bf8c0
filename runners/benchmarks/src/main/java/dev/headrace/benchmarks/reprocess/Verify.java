package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Sql;
import dev.headrace.benchmarks.Summary;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The referee: sums up Parquet files by DuckDB, so that two outputs can be told to be the same
 * whatever wrote them, in whatever order and in however many files.
 */
final class Verify {
  static final String DEAD_LETTERS = "dead letters";

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
      String columns = "read_parquet(%s, hive_partitioning = false)".formatted(glob);
      String rows =
          "read_parquet(%s, hive_partitioning = true, hive_types = {'month': VARCHAR})"
              .formatted(glob);
      return Summary.of(statement, COLUMNS.formatted(columns))
          .with(Summary.of(statement, CODECS.formatted(glob)))
          .with(Summary.of(statement, ROWS.formatted(rows)))
          .with(DEAD_LETTERS, Long.toString(deadLetters));
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot sum up the flights in " + parquet, e);
    }
  }

  /** Sums up a table as its rows have to stand in Parquet files. */
  static Summary expected(Statement statement, String table, long deadLetters) throws SQLException {
    return Summary.of(statement, ROWS.formatted(table))
        .with(
            "columns",
            "date TIMESTAMP WITH TIME ZONE, delay INTEGER, destination VARCHAR, distance INTEGER,"
                + " flight_key VARCHAR, origin VARCHAR, updated_at TIMESTAMP WITH TIME ZONE")
        .with("codecs", "SNAPPY")
        .with(DEAD_LETTERS, Long.toString(deadLetters));
  }
}
