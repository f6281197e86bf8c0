package dev.headrace.io.redshift.dataapi;

import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.redshiftdata.model.DescribeStatementResponse;
import software.amazon.awssdk.services.redshiftdata.model.SubStatementData;

/**
 * A session of the Data API. It keeps temporary tables as one of JDBC does; a transaction is one
 * batch. The Data API has no call to close it: it ends its own process, and where Redshift does not
 * allow that, it is gone with its keep-alive, half an hour after its last statement.
 */
final class DataApiSession implements RedshiftSession {
  private final Statements statements;
  private final int backend;

  DataApiSession(Statements statements) throws SQLException {
    this.statements = statements;
    execute(Sql.of("SET timezone TO 'UTC'"));
    this.backend = Math.toIntExact(query(Sql.of("SELECT pg_backend_pid()")).get(0).number(0));
  }

  @Override
  public int backend() {
    return backend;
  }

  @Override
  public long execute(Sql sql) throws SQLException {
    return changed(statements.run(sql).resultRows());
  }

  @Override
  public List<SqlRow> query(Sql sql) throws SQLException {
    return statements.rows(statements.run(sql));
  }

  @Override
  public List<Long> inTransaction(List<Sql> sqls) throws SQLException {
    String batch = statements.begin(sqls);
    DescribeStatementResponse done;
    try {
      done = statements.await(batch);
    } catch (SQLException e) {
      throw Failures.isLost(e) ? new OutcomeUnknownException(e) : e;
    }
    return done.subStatements().stream()
        .map(SubStatementData::resultRows)
        .map(DataApiSession::changed)
        .toList();
  }

  private static long changed(@Nullable Long rows) {
    return rows == null ? -1 : rows;
  }

  @Override
  public void close() {
    statements.close();
  }
}
