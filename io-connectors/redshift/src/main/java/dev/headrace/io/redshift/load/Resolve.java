package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.CreateDisposition;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** Gives the names of the columns that the ledger has, for who writes into it. */
  Set<String> run(RedshiftSession session) throws SQLException {
    return conflicts.retried(() -> resolve(session));
  }

  private Set<String> resolve(RedshiftSession session) throws SQLException {
    TableColumns columns = new TableColumns(plan.table().name(), plan.ledger());
    List<Map<String, String>> there = columns.readAll(session);
    if (there.stream().anyMatch(Map::isEmpty)) {
      requireMissing(session, there);
      there = columns.readAll(session);
    }
    new SchemaUpdates(plan).run(session, there.get(0));
    return there.get(1).keySet();
  }

  /** What the catalog shows is not created, as that asks for other rights. */
  private void requireMissing(RedshiftSession session, List<Map<String, String>> there)
      throws SQLException {
    if (there.get(1).isEmpty()) {
      LedgerSql ledger = new LedgerSql(plan);
      require(session, ledger.create(), ledger.probe(), plan.ledger());
    }
    if (there.get(0).isEmpty()) {
      TableSql table = new TableSql(plan);
      require(session, table.create(), table.probe(), plan.table().name());
    }
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
