package dev.headrace.io.redshift;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.redshift.LoadResult.Status;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a load exactly once: COPY into a temporary table, then one transaction that first locks
 * the ledger, looks whether the load stands in it, applies the rows and records the load. Whether a
 * commit without an answer was done is read from the ledger, behind the same lock.
 */
final class Loader {
  private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

  static final int MAX_ATTEMPTS = 8;

  private final RedshiftConnection warehouse;
  private final LoadSql sql;
  private final Staging staging;
  private final String iamRole;
  private final Load load;
  private final RetryPolicy<Status> retryConflicts;

  Loader(RedshiftConnection warehouse, LoadSql sql, Staging staging, String iamRole, Load load) {
    this(warehouse, sql, staging, iamRole, load, Duration.ofMillis(100));
  }

  Loader(
      RedshiftConnection warehouse,
      LoadSql sql,
      Staging staging,
      String iamRole,
      Load load,
      Duration firstDelay) {
    this.warehouse = warehouse;
    this.sql = sql;
    this.staging = staging;
    this.iamRole = iamRole;
    this.load = load;
    this.retryConflicts =
        RetryPolicy.<Status>builder()
            .handleIf(Conflicts::isConflict)
            .withMaxAttempts(MAX_ATTEMPTS)
            .withBackoff(firstDelay, firstDelay.multipliedBy(100))
            .withJitter(0.5)
            .build();
  }

  LoadResult run() throws SQLException, IOException {
    Status status;
    try (Connection connection = warehouse.open()) {
      createIfMissing(connection, sql.createLedger(), sql.probeLedger());
      createIfMissing(connection, sql.createTarget(), sql.probeTarget());
      if (isLoaded(connection) || wasLoadedWhileStaging(connection)) {
        status = Status.ALREADY_LOADED;
      } else {
        status = applyWithRetries(connection);
      }
    }
    staging.clean();
    return LoadResult.of(load.loadId(), load.destination(), status, load.rows());
  }

  /** Two jobs can create at once, of which one is told so by an error that differs by version. */
  private static void createIfMissing(Connection connection, String create, String probe)
      throws SQLException {
    try {
      execute(connection, create);
    } catch (SQLException failure) {
      try {
        execute(connection, probe);
      } catch (SQLException missing) {
        failure.addSuppressed(missing);
        throw failure;
      }
    }
  }

  private boolean isLoaded(Connection connection) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(sql.findLoad())) {
      find.setString(1, load.key());
      try (ResultSet found = find.executeQuery()) {
        if (!found.next()) {
          return false;
        }
        String fingerprint = found.getString("fingerprint");
        if (!load.fingerprint().equals(fingerprint)) {
          throw new IllegalStateException(
              "The load \"%s\" into %s was applied with other data: their fingerprint is %s, and now it is %s; give new data another load id"
                  .formatted(load.loadId(), load.destination(), fingerprint, load.fingerprint()));
        }
        return true;
      }
    }
  }

  /** An attempt that is done removes the manifests of all, so that COPY fails in the others. */
  private boolean wasLoadedWhileStaging(Connection connection) throws SQLException, IOException {
    try {
      stage(connection);
      return false;
    } catch (SQLException e) {
      if (isLoadedDespite(e, () -> isLoaded(connection))) {
        return true;
      }
      throw e;
    }
  }

  private void stage(Connection connection) throws SQLException, IOException {
    execute(connection, sql.createStage());
    if (load.files().isEmpty()) {
      return;
    }
    String manifest = staging.writeManifest(load);
    execute(connection, sql.copy(manifest, iamRole));
    long copied = number(connection, sql.countStage()).orElse(0L);
    if (copied != load.rows()) {
      throw new IllegalStateException(
          "COPY from %s loaded %d rows, but its files hold %d; nothing was applied"
              .formatted(manifest, copied, load.rows()));
    }
    List<String> nulls = columnsWithNulls(connection);
    if (!nulls.isEmpty()) {
      throw new IllegalStateException(
          "The files of the load \"%s\" hold NULL in %s, which %s never has; nothing was applied"
              .formatted(load.loadId(), nulls, load.destination()));
    }
    if (sql.hasKeys() && number(connection, sql.findDuplicateKey()).isPresent()) {
      throw new IllegalStateException(
          "The files of the load \"%s\" hold a key of %s more than once; nothing was applied"
              .formatted(load.loadId(), load.destination()));
    }
  }

  private Status applyWithRetries(Connection connection) throws SQLException, IOException {
    try {
      return Failsafe.with(retryConflicts).get(() -> apply(connection));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private Status apply(Connection connection) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try {
      execute(connection, sql.lockLedger());
      if (isLoaded(connection)) {
        connection.rollback();
        return Status.ALREADY_LOADED;
      }
      for (String statement : sql.apply()) {
        execute(connection, statement);
      }
      record(connection);
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
    return commit(connection);
  }

  private void record(Connection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql.recordLoad())) {
      insert.setString(1, load.key());
      insert.setString(2, load.loadId());
      insert.setString(3, load.destination());
      insert.setLong(4, load.files().size());
      insert.setLong(5, load.rows());
      insert.setLong(6, load.bytes());
      insert.setString(7, load.fingerprint());
      insert.executeUpdate();
    }
  }

  private Status commit(Connection connection) throws SQLException, IOException {
    try {
      connection.commit();
      return Status.LOADED;
    } catch (SQLException e) {
      if (Conflicts.isConflict(e)) {
        rollBack(connection, e);
        throw e;
      }
      LOG.warn("No answer to the commit of load {}; looking whether it was done", load.loadId());
      // While this session lived, its own lock could keep the question from being answered.
      close(connection, e);
      if (isLoadedDespite(e, this::wasCommitted)) {
        return Status.LOADED;
      }
      throw e;
    }
  }

  private interface Question {
    boolean ask() throws SQLException, IOException;
  }

  /** If there is no answer either, the failure stands. */
  private static boolean isLoadedDespite(SQLException failure, Question question) {
    try {
      return question.ask();
    } catch (SQLException | IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** The lock is not had before the transaction in doubt has ended, one way or the other. */
  private boolean wasCommitted() throws SQLException, IOException {
    try (Connection connection = warehouse.open()) {
      connection.setAutoCommit(false);
      execute(connection, sql.lockLedger());
      boolean loaded = isLoaded(connection);
      connection.rollback();
      return loaded;
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static void close(Connection connection, Exception cause) {
    try {
      connection.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private List<String> columnsWithNulls(Connection connection) throws SQLException {
    List<String> required = sql.requiredColumns();
    List<String> found = new ArrayList<>();
    if (required.isEmpty()) {
      return found;
    }
    try (Statement statement = connection.createStatement();
        ResultSet nulls = statement.executeQuery(sql.countNulls())) {
      nulls.next();
      for (int i = 0; i < required.size(); i++) {
        if (nulls.getLong(i + 1) > 0) {
          found.add(required.get(i));
        }
      }
    }
    return found;
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement execution = connection.createStatement()) {
      execution.execute(statement);
    }
  }

  private static Optional<Long> number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.next() ? Optional.of(result.getLong(1)) : Optional.empty();
    }
  }
}
