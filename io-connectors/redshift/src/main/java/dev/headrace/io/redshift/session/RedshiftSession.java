package dev.headrace.io.redshift.session;

import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * One session, in which temporary tables live and times are UTC. Statements run one at a time and
 * commit by themselves, but for those of {@link #inTransaction}. Not for several threads.
 *
 * <p>{@link Failures} tells which errors another try can mend.
 */
public interface RedshiftSession extends AutoCloseable {

  /**
   * Runs a statement.
   *
   * @return the rows it changed, or -1 if Redshift does not say
   * @throws SQLException if Redshift refuses it, or the session is lost
   */
  long execute(Sql sql) throws SQLException;

  /**
   * Runs a statement and gives its rows.
   *
   * @throws SQLException if Redshift refuses it, or the session is lost
   */
  List<SqlRow> query(Sql sql) throws SQLException;

  /**
   * Runs statements as one transaction, the first of them as its first: all are done or none.
   *
   * @return the rows that each changed, or -1 where Redshift does not say
   * @throws OutcomeUnknownException if nobody can tell whether it was done; the session is closed
   * @throws SQLException if it was not done
   */
  List<Long> inTransaction(List<Sql> statements) throws SQLException;

  /** The server's process for this session, by which its errors and itself can be found. */
  int backend();

  /** Ends the session; its temporary tables go with it. */
  @Override
  void close() throws SQLException;
}
