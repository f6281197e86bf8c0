package dev.headrace.benchmarks.reprocess;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.benchmarks.Folders;
import dev.headrace.benchmarks.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * What all contestants read, and what has to come of it.
 *
 * @param folder with the lines
 * @param expected of everyone; it is summed up from the flights themselves, before they become
 *     lines
 */
record Input(Path folder, Summary expected) {
  /** Written last, so that a folder without it is none. */
  private static final String MARKER = "expected.properties";

  /**
   * What makes an input what it is.
   *
   * @param flights Parquet file with the flights of the npm package {@code vega-datasets}
   * @param rows how many flights to take
   * @param scale how many times, each time with other keys
   * @param seed for what is left to chance
   */
  record Parameters(Path flights, int rows, int scale, int seed) {
    private String name() throws IOException {
      long source = 31L * InputSql.text(this).hashCode() + Files.size(flights);
      return "rows-%d-scale-%d-seed-%d-%016x".formatted(rows, scale, seed, source);
    }
  }

  /**
   * Makes the input, or takes it from an earlier time.
   *
   * @param cache where inputs are kept
   * @throws IllegalArgumentException if there are not so many flights
   */
  static Input of(Parameters parameters, Path cache) throws IOException {
    Path folder = cache.resolve(parameters.name());
    Path marker = folder.resolve(MARKER);
    if (!Files.exists(marker)) {
      Folders.delete(folder);
      Files.createDirectories(folder);
      Path written = folder.resolve(MARKER + ".part");
      make(parameters, folder).write(written);
      Files.move(written, marker, StandardCopyOption.ATOMIC_MOVE);
    }
    return new Input(folder, Summary.read(marker));
  }

  /** The size of all lines, in bytes. */
  long bytes() throws IOException {
    long bytes = 0;
    for (Path body : new Task(folder, folder).bodies()) {
      bytes += Files.size(body);
    }
    return bytes;
  }

  /** How many lines there are. */
  long lines() throws IOException {
    long count = 0;
    for (Path body : new Task(folder, folder).bodies()) {
      try (Stream<String> lines = Files.lines(body)) {
        count += lines.count();
      }
    }
    return count;
  }

  private static Summary make(Parameters parameters, Path folder) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(InputSql.tables(parameters));
      long flights = number(statement, "SELECT count(*) FROM flight");
      checkArgument(
          flights == parameters.rows(),
          "--rows must be 1 to %s, for so many flights there are, but was %s",
          flights,
          parameters.rows());
      for (int i = 0; i < Task.BODIES; i++) {
        statement.execute(InputSql.body(i, Task.body(folder, i)));
      }
      long flawed = number(statement, "SELECT count(*) FROM line WHERE flaw IS NOT NULL");
      return Verify.expected(statement, "expected", flawed);
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot make the input from " + parameters.flights(), e);
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
