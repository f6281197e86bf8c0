package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.s3.LocalS3;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedshiftLifeTest {
  private static final LocalS3 S3 = LocalS3.inMemory();

  @AfterAll
  static void stop() {
    S3.close();
  }

  @Test
  void dataOutlivesARestart(@TempDir Path directory) throws SQLException {
    try (LocalRedshift redshift = LocalRedshift.at(directory, S3)) {
      execute(redshift, "CREATE TABLE kept AS SELECT 42 AS n");
    }
    try (LocalRedshift redshift = LocalRedshift.at(directory, S3)) {
      assertThat(number(redshift, "SELECT n FROM kept"), is(42));
    }
  }

  @Test
  void aDirectoryServesOneWarehouseAtATime(@TempDir Path directory) {
    try (LocalRedshift redshift = LocalRedshift.at(directory, S3)) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> LocalRedshift.at(directory, S3));

      assertThat(refused.getMessage(), containsString("is in use"));
      assertThat(redshift.user(), is("loader"));
    }
  }

  @Test
  void anUnfinishedSetUpIsBegunAgain(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("postgres/base"));
    Files.writeString(directory.resolve("postgres/PG_VERSION"), "17\n");
    try (LocalRedshift redshift = LocalRedshift.at(directory, S3)) {
      assertThat(number(redshift, "SELECT 1"), is(1));
    }
  }

  @Test
  void closingTwiceIsHarmlessAndEndsTheServer() throws SQLException {
    LocalRedshift redshift = LocalRedshift.start(S3);
    redshift.close();
    redshift.close();

    assertThrows(SQLException.class, redshift::connect);
  }

  @Test
  void theServerEndsWhenItsOwnerIsKilledAndItsDataRemains(@TempDir Path directory)
      throws Exception {
    Process owner = owner(directory);
    try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine(), is("ready"));
      ProcessHandle server = server(directory);

      try {
        try (LocalRedshift other = LocalRedshift.at(directory, S3)) {
          throw new AssertionError("Two servers on one directory: " + other.jdbcUrl());
        } catch (IllegalStateException refused) {
          assertThat(refused.getMessage(), containsString("in another process"));
        }
      } finally {
        owner.destroyForcibly().waitFor();
      }

      try (LocalRedshift redshift = LocalRedshift.at(directory, S3)) {
        assertThat(number(redshift, "SELECT n FROM kept"), is(7));
      }
      server.onExit().get(Patience.MINUTES, TimeUnit.MINUTES);
    }
  }

  @Test
  void theServerEndsByItselfWhenItsOwnerIsKilled(@TempDir Path directory) throws Exception {
    Process owner = owner(directory);
    try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine(), is("ready"));
      ProcessHandle server = server(directory);
      owner.destroyForcibly();

      server.onExit().get(Patience.MINUTES, TimeUnit.MINUTES);
      assertThat(server.isAlive(), is(false));
    }
  }

  private static ProcessHandle server(Path directory) throws IOException {
    String pid = Files.readAllLines(directory.resolve("postgres/postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static Process owner(Path directory) throws IOException {
    return Patience.with(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  private static void execute(LocalRedshift redshift, String sql) throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(LocalRedshift redshift, String sql) throws SQLException {
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Another JVM that owns a warehouse until it is killed. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      try (LocalS3 s3 = LocalS3.inMemory();
          LocalRedshift redshift = LocalRedshift.at(Path.of(args[0]), s3)) {
        execute(redshift, "CREATE TABLE kept AS SELECT 7 AS n");
        System.out.println("ready");
        Thread.currentThread().join();
      }
    }
  }
}
