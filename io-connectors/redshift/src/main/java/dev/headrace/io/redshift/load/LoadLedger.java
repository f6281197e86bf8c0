package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.io.IOException;
import java.sql.SQLException;
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
    String key = Load.key(loadId, table.name());
    try (RedshiftSession session = warehouse.open()) {
      return new Conflicts()
          .retried(() -> session.query(sql.find(key))).stream()
              .findFirst()
              .map(Ledger.Entry::of)
              .map(entry -> LoadResult.of(loadId, table.name(), Status.ALREADY_LOADED, entry));
    } catch (SQLException e) {
      if (Failures.isUndefinedTable(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
