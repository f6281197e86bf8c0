package dev.headrace.testdata.redshift;

import dev.headrace.testdata.s3.LocalS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A stand-in for Amazon Redshift: PostgreSQL 17 on the loopback interface, spoken to in Redshift's
 * dialect through {@link LocalRedshiftDriver}, with an interpreter of COPY that reads from a {@link
 * LocalS3}.
 *
 * <p>Transactions, locks, temporary tables and MERGE are PostgreSQL's. The default isolation is
 * REPEATABLE READ, which stands for Redshift's SNAPSHOT. Sessions begin in UTC. COPY is atomic and
 * part of the caller's transaction. Each COPY leaves a row in {@code sys_load_history}, each failed
 * one another in {@code sys_load_error_detail}; a rollback keeps both.
 *
 * <p>What differs from Redshift: identifiers are cut at 63 bytes; a cast to VARCHAR(n) cuts after n
 * characters, though a column takes n bytes; SUPER is {@code jsonb}, which forgets the order of
 * keys; COPY knows Parquet and JSON with a manifest, UNLOAD Parquet.
 *
 * <p>The server ends with this JVM, also when that is killed.
 */
public final class LocalRedshift implements AutoCloseable {
  /** The database user of every connection, who needs no password. */
  public static final String USER = "loader";

  static final String DATABASE = "dev";

  private static final int ANY_PORT = 0;

  private final PostgresServer server;
  private final LocalRedshiftUrl url;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalRedshift(PostgresServer server, URI s3Endpoint) {
    this.server = server;
    PostgresAddress address = server.address();
    this.url = new LocalRedshiftUrl(address.host(), address.port(), DATABASE, s3Endpoint);
  }

  /**
   * Starts an empty warehouse whose data is gone when it is closed.
   *
   * @param s3 where COPY reads; stays the caller's to close
   * @throws IllegalStateException if the server does not start
   */
  public static LocalRedshift start(LocalS3 s3) {
    return start(s3.endpoint());
  }

  /**
   * Like {@link #start(LocalS3)}, with an S3 of another process.
   *
   * @param s3 the address of a {@link LocalS3}
   */
  public static LocalRedshift start(URI s3) {
    try {
      return start(Files.createTempDirectory("headrace-redshift"), true, s3);
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary directory for the local Redshift", e);
    }
  }

  /**
   * Starts a warehouse on the data of an earlier one, or an empty one. A server that a killed
   * process left behind on this directory is ended first.
   *
   * @param dataDirectory created if absent
   * @param s3 where COPY reads; stays the caller's to close
   * @throws IllegalStateException if a live process uses the directory, or the server does not
   *     start
   */
  public static LocalRedshift at(Path dataDirectory, LocalS3 s3) {
    return start(dataDirectory, false, s3.endpoint());
  }

  private static LocalRedshift start(Path directory, boolean temporary, URI s3) {
    try {
      DataDirectory data = DataDirectory.take(directory.toAbsolutePath());
      try {
        return new LocalRedshift(PostgresServer.start(data, temporary), s3);
      } catch (IOException | SQLException | RuntimeException e) {
        data.close();
        throw e;
      }
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("The local Redshift did not start in " + directory, e);
    }
  }

  /** The address for {@link DriverManager}, in this or another JVM with this jar. */
  public String jdbcUrl() {
    return url.toString();
  }

  /**
   * The address of the PostgreSQL behind, for PostgreSQL's own driver: in its own dialect, without
   * Redshift's COPY. {@link #USER} needs no password.
   */
  public String postgresUrl() {
    return server.address().url();
  }

  /** The user to connect as. */
  public String user() {
    return USER;
  }

  /** Opens a connection, which the caller closes. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, "");
  }

  /** Opens a connection on which the server finds out the types of parameters given as text. */
  Connection connectUntyped() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", USER);
    settings.setProperty("stringtype", "unspecified");
    return DriverManager.getConnection(jdbcUrl(), settings);
  }

  /**
   * Lets Amazon's JDBC driver and {@code psql} connect, on a free port of the loopback address. The
   * caller closes it.
   *
   * @param password what {@link #USER} must give
   */
  public RedshiftEndpoint listen(String password) {
    return listen(ANY_PORT, password);
  }

  /**
   * Like {@link #listen(String)} on a port of choice.
   *
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public RedshiftEndpoint listen(int port, String password) {
    return RedshiftEndpoint.start(server.address(), url.s3Endpoint(), port, password);
  }

  /** What goes wrong on purpose with statements, of sessions of this JVM. */
  public StatementFaults faults() {
    return StatementFaults.of(server.address().port());
  }

  /**
   * Sets how transactions of sessions that are opened from now on are kept apart. {@link
   * Isolation#SNAPSHOT} unless this is called; kept with the data.
   */
  public void isolate(Isolation isolation) {
    try {
      server.isolate(isolation);
    } catch (SQLException e) {
      throw new IllegalStateException("The isolation could not be set to " + isolation, e);
    }
  }

  /** Ends the server, also under open connections. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }

    StatementFaults.forget(server.address().port());
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The local Redshift did not end cleanly", e);
    }
  }
}
