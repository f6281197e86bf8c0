package dev.headrace.io.redshift.load;

import com.google.common.base.Stopwatch;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * The third step: one transaction from the temporary tables into the target and the ledger. It is
 * tried again as it is if another transaction came between, since what was staged is still there.
 */
final class Apply {
  private final LoadPlan plan;
  private final Load load;
  private final Ledger ledger;
  private final Conflicts conflicts;

  Apply(LoadPlan plan, Load load, Ledger ledger, Conflicts conflicts) {
    this.plan = plan;
    this.load = load;
    this.ledger = ledger;
    this.conflicts = conflicts;
  }

  /**
   * @param refused rows of the load that were not staged
   */
  Status run(RedshiftSession session, String attempt, long refused) throws SQLException {
    ApplySql sql = new ApplySql(plan);
    List<Sql> statements = sql.statements(load, refused, attempt);
    Stopwatch watch = Stopwatch.createStarted();
    try {
      List<Long> changed =
          conflicts.retried(() -> session.inTransaction(statements), LoadMetrics::applyRetried);
      LoadMetrics.applied(watch);
      return status(session, attempt, changed.get(sql.recordIndex(statements)));
    } catch (SQLException e) {
      boolean isOver = e instanceof OutcomeUnknownException || Failures.isLost(e);
      throw isOver ? e : explained(session, e);
    }
  }

  /** One row in the ledger is this attempt's; if it is not sure to be, the ledger is asked. */
  private Status status(RedshiftSession session, String attempt, long recorded)
      throws SQLException {
    if (recorded == 1) {
      return Status.LOADED;
    }
    return ledger.applied(session).filter(by -> by.attempt().equals(attempt)).isPresent()
        ? Status.LOADED
        : Status.ALREADY_LOADED;
  }

  /** A table that should be empty is refused by a NULL, whose message says nothing of it. */
  private SQLException explained(RedshiftSession session, SQLException failure) {
    if (plan.options().disposition() != Disposition.EMPTY || Failures.isConflict(failure)) {
      return failure;
    }
    try {
      if (session.query(new TableSql(plan).findRow()).isEmpty()) {
        return failure;
      }
      return new SQLException(
          "The table %s has rows, but the disposition EMPTY wants none; nothing was applied"
              .formatted(plan.table().name()),
          failure.getSQLState(),
          failure);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return failure;
    }
  }
}
