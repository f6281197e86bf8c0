package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks into the ledger of loads without loading. */
public final class LoadLedger {
  private LoadLedger() {}

  /**
   * The load, if it has been applied.
   *
   * @throws SQLException if Redshift cannot be asked; a ledger that is not there yet is no error
   */
  public static Optional<LoadResult> find(
      RedshiftSessions warehouse, RedshiftTable table, String ledger, String loadId)
      throws SQLException, IOException {
    LedgerSql sql = new LedgerSql(new LoadPlan(table, LoadOptions.DEFAULTS, ledger));
    String key = new Load(loadId, table.name(), List.of()).key();
    try (RedshiftSession session = warehouse.open()) {
      return new Conflicts()
          .retried(() -> session.query(sql.find(key))).stream()
              .findFirst()
              .map(row -> result(table, loadId, row.number(0)));
    } catch (SQLException e) {
      if (Failures.isUndefinedTable(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static LoadResult result(RedshiftTable table, String loadId, long rows) {
    return LoadResult.of(loadId, table.name(), Status.ALREADY_LOADED, rows);
  }
}
