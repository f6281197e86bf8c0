package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.LoadOptions.Mismatch;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the ledger says of one load. */
final class Ledger {
  private final LedgerSql sql;
  private final Load load;
  private final Mismatch mismatch;

  Ledger(LoadPlan plan, Load load) {
    this.sql = new LedgerSql(plan);
    this.load = load;
    this.mismatch = plan.options().mismatch();
  }

  /**
   * Which attempt applied the load, if one did.
   *
   * @throws IllegalStateException if it was applied with other data
   */
  Optional<String> appliedBy(RedshiftSession session) throws SQLException {
    return attempt(session.query(sql.find(load.key())));
  }

  /**
   * The same, after all transactions that hold the ledger have ended: the lock is not had before.
   */
  Optional<String> finallyAppliedBy(RedshiftSession session) throws SQLException {
    session.inTransaction(List.of(sql.lock()));
    return appliedBy(session);
  }

  private Optional<String> attempt(List<SqlRow> found) {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SqlRow entry = found.get(0);
    String fingerprint = entry.text(1);
    if (mismatch == Mismatch.FAIL && !load.fingerprint().equals(fingerprint)) {
      throw new IllegalStateException(
          "The load \"%s\" into %s was applied with other data: their fingerprint is %s, and now it is %s; give new data another load id"
              .formatted(load.loadId(), load.destination(), fingerprint, load.fingerprint()));
    }
    return Optional.of(entry.text(2));
  }
}
