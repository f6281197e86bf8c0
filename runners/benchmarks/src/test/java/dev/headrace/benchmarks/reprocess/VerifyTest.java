package dev.headrace.benchmarks.reprocess;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.benchmarks.Sql;
import dev.headrace.benchmarks.Summary;
import dev.headrace.benchmarks.TestFlights;
import dev.headrace.benchmarks.reprocess.Input.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir Path folder;

  private Summary expected = new Summary(Map.of());
  private Path right = Path.of("");

  @BeforeEach
  void writeRightly() throws IOException, SQLException {
    Path flights = TestFlights.write(folder, 1_000);
    Input input = Input.of(new Parameters(flights, 1_000, 1, 1), folder.resolve("data"));
    Task task = new Task(input.folder(), Files.createDirectory(folder.resolve("written")));
    DuckDbReprocess.run(task);
    expected = Verify.summary(task.parquet(), DeadLetterFiles.count(task.deadLetters()));
    right = task.parquet();
    Summary.requireEqual("DuckDB", input.expected(), expected);
  }

  private String complaint(String select) throws SQLException {
    Path other = folder.resolve("other");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (%s FROM read_parquet(%s, hive_types = {'month': VARCHAR})) TO %s (FORMAT parquet,"
                  .formatted(select, Sql.text(right.resolve("**/*.parquet")), Sql.text(other))
              + " PARTITION_BY (month))");
    }
    Summary found = Verify.summary(other, Long.parseLong(expected.value(Verify.DEAD_LETTERS)));
    return String.valueOf(
        assertThrows(IllegalStateException.class, () -> Summary.requireEqual("X", expected, found))
            .getMessage());
  }

  @Test
  void oneOtherValueIsFoundAndNamed() throws SQLException {
    String smallest = "flight_key = min(flight_key) OVER ()";

    assertThat(
        complaint("SELECT * REPLACE (if(" + smallest + ", delay + 1, delay)::INTEGER AS delay)"),
        allOf(
            containsString("X has not written what it should"),
            containsString("sum of delay is"),
            containsString("hash of rows is"),
            not(containsString("sum of distance"))));
  }

  @Test
  void anotherTypeIsFound() throws SQLException {
    assertThat(
        complaint("SELECT * REPLACE (delay::BIGINT AS delay)"),
        allOf(containsString("delay BIGINT"), not(containsString("sum of delay"))));
  }

  @Test
  void anotherNumberOfDeadLettersIsFound() {
    Summary found = Verify.summary(right, 3);

    assertThat(
        found.differencesFrom(expected),
        is("dead letters is 3 instead of " + expected.value(Verify.DEAD_LETTERS)));
  }
}
