package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session of the PostgreSQL behind, as far as the interpreters need it. What they do is part of
 * that session's transaction and sees its temporary tables.
 */
interface Backend {
  int processId() throws SQLException;

  /** Whether a transaction block is open, or the next statement will open one. */
  boolean inTransaction() throws SQLException;

  /** Commits the transaction block, if one is open. */
  void commit() throws SQLException;

  /** Runs a statement whose rows are few, and returns their values as text. */
  List<List<@Nullable String>> query(String sql) throws SQLException;

  /** The columns a query gives, without running it to its end. */
  List<TargetColumn> describe(String query) throws SQLException;

  /** Begins PostgreSQL's own {@code COPY ... FROM STDIN}. The caller ends or cancels it. */
  CopyIn copyIn(String sql) throws SQLException;

  /** Runs PostgreSQL's own {@code COPY ... TO STDOUT}, row by row in its text format. */
  void copyOut(String sql, RowConsumer rows) throws SQLException;

  /** Takes the bytes of a COPY. */
  interface CopyIn {
    void write(byte[] bytes, int offset, int length) throws SQLException;

    /** Ends the COPY and returns the rows it took. */
    long end() throws SQLException;

    /** Gives up, unless the COPY has ended. The transaction fails, if there is one. */
    void cancelIfOpen() throws SQLException;
  }

  /** Takes one row, its line end included. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(byte[] row) throws SQLException;
  }

  /** A string literal. */
  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
