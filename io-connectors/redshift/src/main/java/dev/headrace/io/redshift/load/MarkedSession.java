package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * Marks every statement with its load and attempt, by which Redshift's views of queries tell it.
 */
final class MarkedSession implements RedshiftSession {
  private final RedshiftSession session;
  private final String mark;

  private MarkedSession(RedshiftSession session, String mark) {
    this.session = session;
    this.mark = mark;
  }

  static RedshiftSession of(RedshiftSession session, Load load, String attempt) {
    return new MarkedSession(
        session, " /* headrace load=%s attempt=%s */".formatted(load.key(), attempt));
  }

  private Sql marked(Sql sql) {
    return new Sql(sql.text() + mark, sql.values());
  }

  @Override
  public long execute(Sql sql) throws SQLException {
    return session.execute(marked(sql));
  }

  @Override
  public List<SqlRow> query(Sql sql) throws SQLException {
    return session.query(marked(sql));
  }

  @Override
  public List<Long> inTransaction(List<Sql> statements) throws SQLException {
    return session.inTransaction(statements.stream().map(this::marked).toList());
  }

  @Override
  public int backend() {
    return session.backend();
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
