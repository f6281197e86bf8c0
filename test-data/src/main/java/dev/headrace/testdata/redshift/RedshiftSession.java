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
final class RedshiftSession implements AutoCloseable, StatementFaults.Session {
  private final Connection postgres;
  private final Interpreter interpreter;
  private final StatementFaults faults;

  private final boolean serializable;
  private final int processId;

  /** What JDBC does for one call. */
  interface Call {
    @Nullable Object run() throws Throwable;
  }

  RedshiftSession(Connection postgres, Interpreter interpreter, StatementFaults faults)
      throws SQLException {
    this.postgres = postgres;
    this.serializable = postgres.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE;
    this.processId = postgres.unwrap(PGConnection.class).getBackendPID();
    this.interpreter = interpreter;
    this.faults = faults;
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

  /** Runs a statement, and what is to go wrong with it. */
  @Nullable Object run(String sql, Call statement) throws Throwable {
    StatementFaults.@Nullable Fault fault = faults.meet(sql);
    if (fault == null) {
      return statement.run();
    }
    try {
      fault.before(this);
    } catch (SQLException e) {
      failTransaction();
      throw e;
    }
    @Nullable Object result = statement.run();
    try {
      fault.after(this);
    } catch (SQLException e) {
      failTransaction();
      throw e;
    }
    return result;
  }

  @Override
  public void commit() throws SQLException {
    new JdbcBackend(postgres).commit();
  }

  @Override
  public void drop() throws SQLException {
    postgres.close();
    throw new SQLException("The local Redshift dropped the connection", "08006");
  }

  /** The error in Redshift's words. */
  SQLException translated(SQLException error) {
    return ServerErrors.translated(error, processId, serializable);
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
