package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What the statements of one connection share. An error of ours leaves an open transaction failed,
 * as an error of the server does.
 */
final class RedshiftSession implements AutoCloseable {
  private final Connection postgres;
  private final Interpreter interpreter;

  private final boolean serializable;
  private final int processId;

  RedshiftSession(Connection postgres, Interpreter interpreter) throws SQLException {
    this.postgres = postgres;
    this.serializable = postgres.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE;
    this.processId = postgres.unwrap(PGConnection.class).getBackendPID();
    this.interpreter = interpreter;
  }

  /** What the SQL says if PostgreSQL must not run it, or null. */
  @Nullable Interpreted interpreted(String sql) throws SQLException {
    try {
      return Interpreted.find(sql);
    } catch (CopyException e) {
      failTransaction();
      throw e;
    }
  }

  String postgresSql(String sql) throws SQLException {
    try {
      return RedshiftDialect.rewrite(sql);
    } catch (SQLException e) {
      failTransaction();
      throw e;
    }
  }

  void run(Interpreted statement) throws SQLException {
    try {
      interpreter.run(statement);
    } catch (SQLException e) {
      failTransaction();
      throw e;
    }
  }

  /** The error in Redshift's words. */
  SQLException translated(SQLException error) {
    return serializable ? ServerErrors.translated(error, processId) : error;
  }

  private void failTransaction() throws SQLException {
    if (postgres.isClosed() || postgres.getAutoCommit()) {
      return;
    }

    try (Statement statement = postgres.createStatement()) {
      statement.execute("DO 'BEGIN RAISE EXCEPTION ''refused before''; END'");
    } catch (SQLException expected) {
      return;
    }
  }

  @Override
  public void close() {
    interpreter.close();
  }
}
