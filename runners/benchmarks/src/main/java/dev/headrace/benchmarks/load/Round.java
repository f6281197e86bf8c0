package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.Folders;
import dev.headrace.benchmarks.Jvm;
import dev.headrace.benchmarks.Summary;
import dev.headrace.benchmarks.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Lets a contestant load the input into a warehouse of its own, which has loaded a little before.
 *
 * @param heap of its JVM, as {@code -Xmx} has it
 * @param scratch for what is staged, which is deleted afterwards
 */
record Round(Input input, String heap, Path scratch) {
  private static final String COPY =
      "SELECT coalesce(sum(duration), 0) AS micros FROM public.sys_load_history WHERE table_name <> '"
          + WarmUp.TABLE
          + "'";

  /**
   * Runs it once.
   *
   * @throws IllegalStateException if it failed, or loaded anything else than it should
   */
  Measurement measure(Contestant contestant) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch.toAbsolutePath(), "round");
    String password = UUID.randomUUID().toString();
    Path passwordFile = Files.writeString(folder.resolve("password"), password);
    try (WarehouseProcess server = WarehouseProcess.start(folder.resolve("s3"), passwordFile)) {
      Warehouse warehouse = server.warehouse();
      FlightTable.create(warehouse);
      WarmUp.run(warehouse, password, folder);
      Measurement measured = run(new Task(contestant, input.csv(), folder, warehouse));
      Summary.requireEqual(contestant.title(), input.expected(), FlightTable.summary(warehouse));
      return measured;
    } catch (SQLException e) {
      throw new IllegalStateException(
          "The warehouse of " + contestant.title() + " does not do what it should", e);
    } finally {
      Folders.delete(folder);
    }
  }

  private Measurement run(Task task) throws IOException, InterruptedException, SQLException {
    Instant started = Instant.now();
    Duration wall = Jvm.run(task.contestant().title(), ContestantMain.class, heap, task.args());
    try (Connection connection = task.warehouse().connect();
        Statement statement = connection.createStatement()) {
      return new Measurement(
          started,
          wall,
          Phase.read(task.phases()),
          FlightTable.committed(statement),
          copy(statement),
          Usage.read(task.usage()));
    }
  }

  private static Duration copy(Statement statement) throws SQLException {
    String micros = Summary.of(statement, COPY).value("micros");
    return Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
  }
}
