package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.pipelines.cli.Headrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseCommandTest {
  @TempDir Path folder;

  private Process headrace(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Headrace.class.getName(), "warehouse", "--data-dir=" + folder));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
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
      Process process = headrace();
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
        assertThat("ends", process.waitFor(60, TimeUnit.SECONDS));
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aTakenPortIsToldByItsOption() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process process = headrace("--port=" + taken.getLocalPort());
      try (BufferedReader output = process.inputReader()) {
        String all = String.join("\n", output.lines().toList());
        assertThat(all, containsString("--port must be free"));
        assertThat("ends", process.waitFor(60, TimeUnit.SECONDS));
        assertThat(process.exitValue(), is(not(0)));
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
