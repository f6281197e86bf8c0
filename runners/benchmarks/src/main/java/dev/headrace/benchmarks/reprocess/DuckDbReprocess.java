package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * DuckDB, with as many threads as the others have, and as much memory as their heaps. Lines are
 * parsed once and kept as a table; {@code row_number} was quicker than {@code max_by} and {@code
 * DISTINCT ON}.
 */
final class DuckDbReprocess {
  private static final String SETTINGS =
      """
      SET threads = %d;
      SET memory_limit = '%d MiB';
      SET temp_directory = %s;
      SET preserve_insertion_order = false;
      SET TimeZone = 'UTC';
      """;

  /** Lines as they are: CSV with a separator and a quote that no line holds. */
  private static final String FLIGHTS =
      """
      CREATE TEMP TABLE flight AS
        WITH record AS (
          SELECT line, CASE WHEN json_valid(line) THEN json_transform(line, '{
            "flight_key": "VARCHAR", "date": "VARCHAR", "delay": "JSON", "distance": "JSON",
            "origin": "VARCHAR", "destination": "VARCHAR", "month": "VARCHAR",
            "updated_at": "VARCHAR"}') END AS r
          FROM read_csv(%1$s, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,
            delim = E'\\x01', quote = '', escape = '')),
        typed AS (
          SELECT
            line,
            r IS NOT NULL AS is_json,
            r.flight_key,
            try_cast(r.date AS TIMESTAMPTZ) AS date,
            try_cast(r.delay::VARCHAR AS INTEGER) AS delay,
            try_cast(r.distance::VARCHAR AS INTEGER) AS distance,
            r.origin,
            r.destination,
            r.month,
            try_cast(r.updated_at AS TIMESTAMPTZ) AS updated_at
          FROM record),
        judged AS (
          SELECT *, CASE
            WHEN NOT is_json THEN 'the line is not JSON'
            WHEN flight_key IS NULL THEN 'flight_key is missing'
            WHEN date IS NULL THEN 'date is not a time'
            WHEN delay IS NULL THEN 'delay is not a whole number'
            WHEN delay NOT BETWEEN %2$d AND %3$d THEN 'delay is out of range'
            WHEN distance IS NULL THEN 'distance is not a whole number'
            WHEN distance NOT BETWEEN %4$d AND %5$d THEN 'distance is out of range'
            WHEN origin IS NULL THEN 'origin is missing'
            WHEN destination IS NULL THEN 'destination is missing'
            WHEN month IS NULL THEN 'month is missing'
            WHEN updated_at IS NULL THEN 'updated_at is not a time' END AS reason
          FROM typed)
        SELECT * EXCLUDE (is_json) REPLACE (CASE WHEN reason IS NOT NULL THEN line END AS line)
        FROM judged
      """;

  private static final String PARQUET =
      """
      COPY (
        SELECT * EXCLUDE (line, reason) FROM flight
        WHERE reason IS NULL
        QUALIFY row_number() OVER (PARTITION BY flight_key ORDER BY updated_at DESC) = 1
      ) TO %s (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (month))
      """;

  private static final String DEAD_LETTERS =
      """
      COPY (SELECT line, reason FROM flight WHERE reason IS NOT NULL)
      TO %s (FORMAT json, COMPRESSION uncompressed)
      """;

  private DuckDbReprocess() {}

  static void run(Task task) throws IOException, SQLException {
    Files.createDirectories(task.deadLetters());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          SETTINGS.formatted(
              Task.PARALLELISM,
              Runtime.getRuntime().maxMemory() >> 20,
              Sql.text(task.folder().resolve("spilled"))));
      statement.execute(
          FLIGHTS.formatted(
              Sql.list(task.bodies()),
              Rules.MIN_DELAY,
              Rules.MAX_DELAY,
              Rules.MIN_DISTANCE,
              Rules.MAX_DISTANCE));
      statement.execute(PARQUET.formatted(Sql.text(task.parquet())));
      statement.execute(DEAD_LETTERS.formatted(Sql.text(task.deadLetters().resolve("0.ndjson"))));
    }
  }
}
