package dev.headrace.testdata.redshift;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** PostgreSQL as a child of this JVM: on loopback only, and ended with the JVM. */
final class PostgresServer implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  /** So long that only a server that hangs is given up. */
  private static final Duration STARTUP_WAIT = Duration.ofMinutes(5);

  private final DataDirectory directory;
  private final boolean temporary;
  private final Watchdog watchdog;
  private final EmbeddedPostgres server;

  private PostgresServer(
      DataDirectory directory, boolean temporary, Watchdog watchdog, EmbeddedPostgres server) {
    this.directory = directory;
    this.temporary = temporary;
    this.watchdog = watchdog;
    this.server = server;
  }

  static PostgresServer start(DataDirectory directory, boolean temporary)
      throws IOException, SQLException {
    boolean ready = directory.isReady();
    Watchdog watchdog =
        temporary
            ? Watchdog.over(directory.postgresFiles(), directory.root())
            : Watchdog.over(directory.postgresFiles());
    PostgresServer server =
        new PostgresServer(directory, temporary, watchdog, postgres(directory, temporary));
    try {
      if (!ready) {
        server.setUp();
        directory.markReady();
      }
      server.bringUpToDate();
      return server;
    } catch (IOException | SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static EmbeddedPostgres postgres(DataDirectory directory, boolean temporary)
      throws IOException {
    String durable = temporary ? "off" : "on";
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory.postgresFiles())
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(STARTUP_WAIT)
        // Redshift compares strings by their bytes, whatever the machine's locale is.
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setLocaleConfig("locale", "C")
        .setServerConfig("listen_addresses", HOST)
        .setServerConfig("unix_socket_directories", "''")
        .setServerConfig("fsync", durable)
        .setServerConfig("synchronous_commit", durable)
        .setServerConfig("full_page_writes", durable)
        // So that it can be asked when rows were committed.
        .setServerConfig("track_commit_timestamp", "on")
        .start();
  }

  private void setUp() throws SQLException {
    try (Connection connection = as("postgres", "postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE " + LocalRedshift.USER + " LOGIN");
      statement.execute(
          "CREATE DATABASE " + LocalRedshift.DATABASE + " OWNER " + LocalRedshift.USER);
    }
    isolate(Isolation.SNAPSHOT);
    try (Connection connection = address().connect();
        Statement statement = connection.createStatement()) {
      LoadLog.createTables(statement);
    }
  }

  /** What an earlier version may have left out of this directory's database. */
  private void bringUpToDate() throws SQLException {
    try (Connection connection = as(LocalRedshift.DATABASE, "postgres").connect();
        Statement statement = connection.createStatement()) {
      RedshiftFunctions.create(statement);
      ByteLengths.enforce(statement);
      for (String setting : SessionSettings.defaults(LocalRedshift.DATABASE)) {
        statement.execute(setting);
      }
    }
  }

  /** Holds for sessions that are opened later. */
  void isolate(Isolation isolation) throws SQLException {
    try (Connection connection = address().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER DATABASE "
              + LocalRedshift.DATABASE
              + " SET default_transaction_isolation TO "
              + Backend.literal(isolation.postgresName()));
    }
  }

  PostgresAddress address() {
    return as(LocalRedshift.DATABASE, LocalRedshift.USER);
  }

  private PostgresAddress as(String database, String user) {
    return new PostgresAddress(HOST, server.getPort(), database, user);
  }

  @Override
  public void close() throws IOException {
    server.close();
    watchdog.dismiss();
    directory.close();
    if (temporary) {
      directory.delete();
    }
  }
}
