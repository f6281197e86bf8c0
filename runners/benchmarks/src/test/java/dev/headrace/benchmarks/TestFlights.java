package dev.headrace.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Flights with the columns of the real ones, some of them alike. */
public final class TestFlights {
  private static final String FLIGHTS =
      """
      COPY (
        SELECT
          TIMESTAMP '2001-01-01 00:01:00' + to_minutes((n // 2 * 97)::INTEGER) AS date,
          n // 2 %% 300 - 100 AS delay,
          21 + n // 2 %% 4000 AS distance,
          chr((65 + n // 2 %% 26)::INTEGER) || 'AX' AS origin,
          'S' || chr((65 + n // 2 %% 7)::INTEGER) || 'O' AS destination
        FROM range(%d) AS numbers(n)
      ) TO %s (FORMAT parquet)
      """;

  private TestFlights() {}

  /** Writes so many flights, always two of a kind. */
  public static Path write(Path folder, int rows) throws SQLException {
    Path file = folder.resolve("flights.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(FLIGHTS.formatted(rows, Sql.text(file)));
    }
    return file;
  }
}
