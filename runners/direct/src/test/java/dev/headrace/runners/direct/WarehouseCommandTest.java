package dev.headrace.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseCommandTest {
  /** So long that only what hangs is too late, whatever the machine. */
  private static final long PATIENCE_MINUTES = 10;

  @TempDir Path folder;

  private Process warehouse(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("warehouse", "--data-dir=" + folder));
    command.addAll(List.of(arguments));
    return start(headrace(command));
  }

  /** A process that hangs is killed in the end, so that what reads its output comes to an end. */
  private static Process start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    CompletableFuture.delayedExecutor(PATIENCE_MINUTES, TimeUnit.MINUTES)
        .execute(process::destroyForcibly);
    return process;
  }

  private static boolean ends(Process process) throws InterruptedException {
    return process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  private static ProcessBuilder headrace(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Headrace.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String awaitLine(BufferedReader output, String beginning) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      all.append(line).append('\n');
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length()).strip();
      }
    }
    throw new AssertionError("no line " + beginning + " in " + all);
  }

  private static Connection connect(String url) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", "loader");
    settings.setProperty("password", "headrace");
    return new com.amazon.redshift.jdbc.Driver().connect(url, settings);
  }

  @Test
  void amazonsDriverConnectsUntilTheCommandIsStoppedAndTheDataAreKept() throws Exception {
    for (String expected : new String[] {"1", "2"}) {
      Process process = warehouse();
      try (BufferedReader output = process.inputReader()) {
        String url = awaitLine(output, "JDBC ");
        assertThat(awaitLine(output, "psql "), containsString("-U loader dev"));
        try (Connection connection = connect(url);
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE TABLE IF NOT EXISTS kept (n INT) DISTSTYLE ALL");
          statement.execute("INSERT INTO kept VALUES (1)");
          try (ResultSet row = statement.executeQuery("SELECT count(*) FROM kept")) {
            row.next();
            assertThat(row.getString(1), is(expected));
          }
        }
        process.toHandle().destroy();
        assertThat(awaitLine(output, "stopped "), containsString("keeps"));
        assertThat("ends", ends(process));
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aRunOfOnesOwnFillsItsBucketsAndItsTables() throws Exception {
    Process process = warehouse();
    try (EarthquakeApi api = EarthquakeApi.start(Script.none());
        BufferedReader output = process.inputReader()) {
      String url = awaitLine(output, "JDBC ");
      String s3 = awaitLine(output, "S3 ");
      List<String> buckets =
          Pattern.compile(", ").splitAsStream(awaitLine(output, "buckets ")).toList();
      String keys = awaitLine(output, "keys ");

      ProcessBuilder run = headrace(earthquakes(api, buckets, url, s3));
      Pattern.compile(" ").splitAsStream(keys).forEach(key -> put(key, run.environment()));
      run.environment().put("WAREHOUSE_PASSWORD", "headrace");
      Process running = start(run);
      String told = new String(running.getInputStream().readAllBytes(), UTF_8);
      assertThat(told, running.waitFor(), is(0));

      try (Connection connection = connect(url);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM earthquakes")) {
        row.next();
        assertThat(told, row.getInt(1), is(greaterThan(0)));
        assertThat(told, containsString("%,d rows loaded".formatted(row.getInt(1))));
      }
    } finally {
      process.destroy();
      assertThat("ends", ends(process));
    }
  }

  private static void put(String key, Map<String, String> environment) {
    int end = key.indexOf('=');
    environment.put(key.substring(0, end), key.substring(end + 1));
  }

  private static List<String> earthquakes(
      EarthquakeApi api, List<String> buckets, String url, String s3) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "earthquakes", "--start=2018-02-01", "--end=2018-02-03"));
    List<String> names = List.of("--raw", "--transformed", "--dead-letter", "--staging");
    for (int i = 0; i < names.size(); i++) {
      arguments.addAll(List.of(names.get(i), buckets.get(i)));
    }
    arguments.addAll(List.of("--api-url", api.baseUri().toString(), "--private-addresses"));
    arguments.addAll(List.of("--warehouse-url", url, "--warehouse-user", "loader"));
    arguments.addAll(List.of("--warehouse-password", "env:WAREHOUSE_PASSWORD"));
    arguments.addAll(List.of("--", "--endpoint=" + s3));
    return arguments;
  }

  @Test
  void anEmptyPasswordIsRefusedAsNoClientWouldGetIn() {
    CommandLineRun run =
        CommandLineRun.of(
            List.of("warehouse", "--password=", "--data-dir=" + folder.resolve("none")));

    assertThat(run.exitCode(), is(2));
    assertThat(run.err(), containsString("--password must not be empty"));
    assertThat(Files.exists(folder.resolve("none")), is(false));
  }

  @Test
  void aTakenPortIsToldByItsOption() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = warehouse("--port=" + taken.getLocalPort());
      try (BufferedReader output = process.inputReader()) {
        String all = String.join("\n", output.lines().toList());
        assertThat(all, containsString("--port must be free"));
        assertThat("ends", ends(process));
        assertThat(process.exitValue(), is(not(0)));
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
