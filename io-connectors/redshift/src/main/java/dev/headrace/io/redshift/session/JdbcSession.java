package dev.headrace.io.redshift.session;

import com.google.common.base.Stopwatch;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** A session over one JDBC connection, which commits by itself but for its transactions. */
final class JdbcSession implements RedshiftSession {
  /** Of a load, how long it waited for its lock. */
  private static final Distribution FIRST_MS =
      Metrics.distribution(RedshiftSession.class, "lockMs");

  private final Connection connection;
  private final int backend;

  /**
   * @param setUp what every session begins with
   */
  JdbcSession(Connection connection, List<Sql> setUp) throws SQLException {
    this.connection = connection;
    for (Sql sql : setUp) {
      execute(sql);
    }
    this.backend = Math.toIntExact(query(Sql.of("SELECT pg_backend_pid()")).get(0).number(0));
  }

  @Override
  public int backend() {
    return backend;
  }

  @Override
  public long execute(Sql sql) throws SQLException {
    // The driver's several statements in one call would be a transaction of their own kind.
    if (sql.values().isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql.text());
        return statement.getUpdateCount();
      }
    }
    try (PreparedStatement statement = prepared(sql)) {
      statement.execute();
      return statement.getUpdateCount();
    }
  }

  @Override
  public List<SqlRow> query(Sql sql) throws SQLException {
    try (PreparedStatement statement = prepared(sql);
        ResultSet result = statement.executeQuery()) {
      List<SqlRow> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row(result));
      }
      return rows;
    }
  }

  private static SqlRow row(ResultSet result) throws SQLException {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      values.add(result.getString(i));
    }
    return new SqlRow(values);
  }

  private PreparedStatement prepared(Sql sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.text());
    try {
      for (int i = 0; i < sql.values().size(); i++) {
        statement.setObject(i + 1, sql.values().get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  @Override
  public List<Long> inTransaction(List<Sql> statements) throws SQLException {
    connection.setAutoCommit(false);
    List<Long> changed = new ArrayList<>();
    try {
      Stopwatch watch = Stopwatch.createStarted();
      for (Sql sql : statements) {
        changed.add(execute(sql));
        if (changed.size() == 1) {
          FIRST_MS.update(watch.elapsed(TimeUnit.MILLISECONDS));
        }
      }
    } catch (SQLException | RuntimeException e) {
      undo(e);
      throw e;
    }
    commit();
    return changed;
  }

  private void commit() throws SQLException {
    try {
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      if (Failures.isConflict(e)) {
        undo(e);
        throw e;
      }
      // While this session lived, its own lock could keep the question from being answered.
      closeAfter(e);
      throw new OutcomeUnknownException(e);
    }
  }

  /** To go back to committing would commit what is open, so a session that cannot undo ends. */
  private void undo(Exception cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
      closeAfter(cause);
    }
  }

  private void closeAfter(Exception cause) {
    try {
      connection.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
