package dev.headrace.testdata.redshift;

import static dev.headrace.testdata.redshift.StagedParquet.copy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireTest extends EndpointTest {
  private static Connection postgresDriver(String... settings) throws SQLException {
    Properties all = new Properties();
    all.setProperty("user", redshift.user());
    all.setProperty("password", PASSWORD);
    for (String setting : settings) {
      all.setProperty(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    return new org.postgresql.Driver()
        .connect("jdbc:postgresql://127.0.0.1:" + endpoint.port() + "/dev", all);
  }

  @Test
  void parametersInBinaryPassUnchanged() throws SQLException {
    run("DROP TABLE IF EXISTS bin", "CREATE TABLE bin (n BIGINT, b VARBYTE, d DOUBLE PRECISION)");
    try (Connection connection = postgresDriver("prepareThreshold=-1");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO bin VALUES (?, ?, ?)")) {
      insert.setLong(1, Long.MIN_VALUE);
      insert.setBytes(2, new byte[] {0, -1, 92});
      insert.setDouble(3, Math.PI);
      insert.executeUpdate();
      try (PreparedStatement select =
          connection.prepareStatement("SELECT * FROM bin WHERE n = ?")) {
        select.setLong(1, Long.MIN_VALUE);
        try (ResultSet row = select.executeQuery()) {
          row.next();
          assertThat(row.getBytes(2), is(new byte[] {0, -1, 92}));
          assertThat(row.getDouble(3), is(Math.PI));
        }
      }
    }
  }

  @Test
  void theSimpleProtocolIsInterpretedToo() throws SQLException {
    run("DROP TABLE IF EXISTS simple", "CREATE TABLE simple (n INT)");
    String manifest = staged.manifest(staged.file("optional int32 n;", set(1)));
    try (Connection connection = postgresDriver("preferQueryMode=simple")) {
      run(connection, "INSERT INTO simple SELECT 7 WHERE GETDATE() > '2020-01-01'");
      run(connection, copy("simple", manifest));
      assertThrows(SQLException.class, () -> run(connection, copy("simple", "s3://stage/none")));
      connection.setAutoCommit(false);
      run(connection, copy("simple", manifest));
      connection.rollback();
      assertThat(
          rows(connection, "SELECT n FROM simple ORDER BY n"),
          is(List.of(List.of("1"), List.of("7"))));
    }
  }

  @Test
  void anUnknownDatabaseIsRefused() {
    SQLException refused =
        assertThrows(
            SQLException.class,
            () ->
                new org.postgresql.Driver()
                    .connect(
                        "jdbc:postgresql://127.0.0.1:"
                            + endpoint.port()
                            + "/other?user="
                            + redshift.user()
                            + "&password="
                            + PASSWORD,
                        new Properties()));

    assertThat(refused.getSQLState(), is("3D000"));
  }

  @Test
  void closingDropsTheClients() throws SQLException {
    RedshiftEndpoint other = redshift.listen(PASSWORD);
    Properties settings = new Properties();
    settings.setProperty("user", redshift.user());
    settings.setProperty("password", PASSWORD);
    try (Connection connection =
        new org.postgresql.Driver()
            .connect("jdbc:postgresql://127.0.0.1:" + other.port() + "/dev", settings)) {
      run(connection, "SELECT 1");
      other.close();
      other.close();

      assertThrows(SQLException.class, () -> run(connection, "SELECT 1"));
    }
  }

  @Test
  void psqlLoadsAndUnloads(@TempDir Path directory) throws Exception {
    assumeTrue(isOnPath("psql"), "psql is not on this machine");
    run("DROP TABLE IF EXISTS shell", "CREATE TABLE shell (n INT)");
    String manifest = staged.manifest(staged.file("optional int32 n;", set(1), set(2)));
    Path script = directory.resolve("script.sql");
    Files.writeString(
        script,
        "BEGIN;\n"
            + copy("shell", manifest)
            + ";\nCOMMIT;\n"
            + copy("shell", "s3://stage/none")
            + ";\nSELECT 'sum ' || sum(n) AS \"Sum\" FROM shell;\n");

    String out = psql("-f", script.toString());

    assertThat(out, containsString("INFO:  Load into table 'shell' completed, 2 record(s)"));
    assertThat(out, containsString("COPY"));
    assertThat(out, containsString("ERROR:  Problem reading manifest file"));
    assertThat(out, containsString("sum 3"));
  }

  private static String psql(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("psql", "-X", "-h", "127.0.0.1", "-p", String.valueOf(endpoint.port())));
    command.addAll(List.of("-U", redshift.user(), "-d", "dev"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", PASSWORD);
    Process process = Patience.with(builder.start());
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat("ends", process.waitFor(Patience.MINUTES, TimeUnit.MINUTES));
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isOnPath(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
