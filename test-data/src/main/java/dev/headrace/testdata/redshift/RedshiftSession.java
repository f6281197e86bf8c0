package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of one connection share. An error of ours leaves an open transaction failed,
 * as an error of the server does.
 */
final class RedshiftSession implements AutoCloseable {
  private final Connection postgres;
  private final CopyInterpreter copies;

  RedshiftSession(Connection postgres, CopyInterpreter copies) {
    this.postgres = postgres;
    this.copies = copies;
  }

  /** The COPY that the SQL is, or null if it is something else. */
  @Nullable CopyStatement copy(String sql) throws SQLException {
    List<List<Token>> statements =
        RedshiftDialect.statements(sql).stream()
            .filter(statement -> statement.stream().anyMatch(token -> !token.isBlank()))
            .toList();
    if (statements.stream().noneMatch(CopyParser::isCopy)) {
      return null;
    }
    try {
      if (statements.size() > 1) {
        throw CopyException.unsupported("A COPY must be the only statement of its call");
      }
      return CopyParser.parse(statements.get(0));
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

  void run(CopyStatement copy) throws SQLException {
    try {
      copies.run(copy);
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
    copies.close();
  }
}
