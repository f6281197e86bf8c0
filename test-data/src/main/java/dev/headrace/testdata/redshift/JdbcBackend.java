package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** A session that PostgreSQL's JDBC driver holds. */
final class JdbcBackend implements Backend {
  private final Connection connection;

  JdbcBackend(Connection connection) {
    this.connection = connection;
  }

  @Override
  public int processId() throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  @Override
  public boolean inTransaction() throws SQLException {
    return !connection.getAutoCommit()
        || connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
  }

  @Override
  public void commit() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    } else if (inTransaction()) {
      query("COMMIT");
    }
  }

  @Override
  public List<List<@Nullable String>> query(String sql) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return rows;
      }
      try (ResultSet row = statement.getResultSet()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          List<@Nullable String> values = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            values.add(row.getString(i));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  @Override
  public List<TargetColumn> describe(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery(TargetColumn.describing(query))) {
      ResultSetMetaData meta = none.getMetaData();
      List<TargetColumn> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(
            TargetColumn.ofResult(
                meta.getColumnLabel(i),
                meta.getColumnTypeName(i),
                meta.getPrecision(i),
                meta.getScale(i)));
      }
      return columns;
    }
  }

  @Override
  public CopyIn copyIn(String sql) throws SQLException {
    org.postgresql.copy.CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    return new CopyIn() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws SQLException {
        copy.writeToCopy(bytes, offset, length);
      }

      @Override
      public long end() throws SQLException {
        return copy.endCopy();
      }

      @Override
      public void cancelIfOpen() throws SQLException {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    };
  }

  @Override
  public void copyOut(String sql, RowConsumer rows) throws SQLException {
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
    try {
      byte @Nullable [] row = copy.readFromCopy();
      while (row != null) {
        rows.accept(row);
        row = copy.readFromCopy();
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
