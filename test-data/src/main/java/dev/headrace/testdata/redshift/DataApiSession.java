package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One connection that runs statements, and how long it is kept after the last of them. */
final class DataApiSession {
  private final Connection connection;
  private final Duration keepAlive;
  private Instant expires;
  private boolean busy;
  private volatile @Nullable Statement running;

  DataApiSession(Connection connection, Duration keepAlive) {
    this.connection = connection;
    this.keepAlive = keepAlive;
    this.expires = Instant.now().plus(keepAlive);
  }

  /** Takes the session for a statement, if it is neither busy nor gone. */
  synchronized boolean take() {
    if (busy || isExpired()) {
      return false;
    }
    busy = true;
    return true;
  }

  synchronized void giveBack() {
    busy = false;
    expires = Instant.now().plus(keepAlive);
  }

  synchronized boolean isExpired() {
    return !busy && !Instant.now().isBefore(expires);
  }

  Connection connection() {
    return connection;
  }

  void run(DataApiSql sql, DataApiStatement statement) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(sql.sql())) {
      running = prepared;
      if (statement.status().isFinal()) {
        return;
      }
      for (int i = 0; i < sql.values().size(); i++) {
        prepared.setString(i + 1, sql.values().get(i));
      }
      if (prepared.execute()) {
        try (ResultSet rows = prepared.getResultSet()) {
          statement.hasResult(DataApiResult.read(rows));
        }
      } else {
        statement.changedRows(Math.max(0, prepared.getUpdateCount()));
      }
    } finally {
      running = null;
    }
  }

  void cancel() throws SQLException {
    Statement now = running;
    if (now != null) {
      now.cancel();
    }
  }

  /** Whether the server has ended it, so that no statement can have it any more. */
  boolean isLost() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  void close() throws SQLException {
    connection.close();
  }
}
