package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of one connection share. An error of ours leaves an open transaction failed,
 * as an error of the server does.
 */
final class RedshiftSession implements AutoCloseable {
  private final Connection postgres;
  private final Interpreter interpreter;

  RedshiftSession(Connection postgres, Interpreter interpreter) {
    this.postgres = postgres;
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
