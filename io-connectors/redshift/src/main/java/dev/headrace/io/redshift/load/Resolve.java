package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.CreateDisposition;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;

/**
 * The first step: the tables are there and have the columns. Each statement commits by itself and
 * may have been done before, by this load or by others at the same time.
 */
final class Resolve {
  private final LoadPlan plan;
  private final Conflicts conflicts;

  Resolve(LoadPlan plan, Conflicts conflicts) {
    this.plan = plan;
    this.conflicts = conflicts;
  }

  void run(RedshiftSession session) throws SQLException {
    conflicts.retried(
        () -> {
          resolve(session);
          return session;
        });
  }

  private void resolve(RedshiftSession session) throws SQLException {
    LedgerSql ledger = new LedgerSql(plan);
    TableSql table = new TableSql(plan);
    require(session, ledger.create(), ledger.probe(), plan.ledger());
    require(session, table.create(), table.probe(), plan.table().name());
    new SchemaUpdates(plan).run(session);
  }

  private void require(RedshiftSession session, Sql create, Sql probe, String name)
      throws SQLException {
    if (plan.options().create() == CreateDisposition.IF_NEEDED) {
      createIfMissing(session, create, probe);
      return;
    }
    try {
      session.query(probe);
    } catch (SQLException e) {
      throw new SQLException(
          "The table %s cannot be read, and the create disposition NEVER says not to make it: %s"
              .formatted(name, e.getMessage()),
          e.getSQLState(),
          e);
    }
  }

  /** Two jobs can create at once, of which one is told so by an error that differs by version. */
  private static void createIfMissing(RedshiftSession session, Sql create, Sql probe)
      throws SQLException {
    try {
      session.execute(create);
    } catch (SQLException failure) {
      try {
        session.query(probe);
      } catch (SQLException missing) {
        failure.addSuppressed(missing);
        throw failure;
      }
    }
  }
}
