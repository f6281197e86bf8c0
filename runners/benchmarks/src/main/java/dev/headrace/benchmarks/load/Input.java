package dev.headrace.benchmarks.load;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.benchmarks.Folders;
import dev.headrace.benchmarks.Sql;
import dev.headrace.benchmarks.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What all contestants read, and what has to come of it.
 *
 * @param csv the flights, without a line of names
 * @param expected of everyone's table; it is summed up before the flights become lines
 */
record Input(Path csv, Summary expected) {
  /** Written last, so that a folder without it is none. */
  private static final String MARKER = "expected.properties";

  private static final String FLIGHT =
      """
      CREATE TABLE flight AS
        SELECT file_row_number AS id, date, delay::INTEGER AS delay,
          distance::INTEGER AS distance, origin, destination
        FROM read_parquet(%s, file_row_number = true)
        ORDER BY hash(file_row_number, %d), file_row_number
        LIMIT %d
      """;
  private static final String CSV =
      """
      COPY (
        SELECT id, strftime(date, '%%Y-%%m-%%dT%%H:%%M:%%S'), delay, distance, origin, destination
        FROM flight
      ) TO %s (FORMAT csv, HEADER false)
      """;

  /**
   * Makes the input, or takes it from an earlier time.
   *
   * @param flights Parquet file with the flights of the npm package {@code vega-datasets}
   * @param rows how many flights to take
   * @param seed which ones, and in which order
   * @param cache where inputs are kept
   * @throws IllegalArgumentException if there are not so many flights
   */
  static Input of(Path flights, int rows, int seed, Path cache) throws IOException {
    String making = FLIGHT.formatted(Sql.text(flights), seed, rows);
    long source = 31L * (making + CSV).hashCode() + Files.size(flights);
    Path folder = cache.resolve("rows-%d-seed-%d-%016x".formatted(rows, seed, source));
    Path csv = folder.resolve("flights.csv");
    Path marker = folder.resolve(MARKER);
    if (!Files.exists(marker)) {
      Folders.delete(folder);
      Files.createDirectories(folder);
      Path written = folder.resolve(MARKER + ".part");
      make(making, rows, csv).write(written);
      Files.move(written, marker, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Input(csv, Summary.read(marker));
  }

  private static Summary make(String making, int rows, Path csv) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(making);
      Summary expected = FlightTable.expected(statement, "flight");
      checkArgument(
          expected.rows().equals(Integer.toString(rows)),
          "--rows must be 1 to %s, for so many flights there are, but was %s",
          expected.rows(),
          rows);
      statement.execute(CSV.formatted(Sql.text(csv)));
      return expected;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make the flights of " + csv, e);
    }
  }
}
