package dev.headrace.io.redshift.load;

import com.google.common.base.Stopwatch;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The third step: one transaction from the temporary tables into the target and the ledger. It is
 * tried again as it is if another transaction came between, since what was staged is still there.
 */
final class Apply {
  static final int MAX_ATTEMPTS = 8;

  private final LoadPlan plan;
  private final Load load;
  private final Ledger ledger;
  private final RetryPolicy<Object> retryConflicts;

  Apply(LoadPlan plan, Load load, Duration firstDelay) {
    this.plan = plan;
    this.load = load;
    this.ledger = new Ledger(plan, load);
    this.retryConflicts =
        RetryPolicy.builder()
            .handleIf(Failures::isConflict)
            .withMaxAttempts(MAX_ATTEMPTS)
            .withBackoff(firstDelay, firstDelay.multipliedBy(100))
            .withJitter(0.5)
            .onRetry(event -> LoadMetrics.applyRetried(code(event.getLastException())))
            .build();
  }

  /**
   * @param refused rows of the load that were not staged
   */
  Status run(RedshiftSession session, String attempt, long refused) throws SQLException {
    ApplySql sql = new ApplySql(plan);
    List<Sql> statements = sql.statements(load, refused, attempt);
    Stopwatch watch = Stopwatch.createStarted();
    try {
      List<Long> changed = transaction(session, statements);
      LoadMetrics.applied(watch);
      return status(session, attempt, changed.get(sql.recordIndex(statements)));
    } catch (SQLException e) {
      boolean isOver = e instanceof OutcomeUnknownException || Failures.isLost(e);
      throw isOver ? e : explained(session, e);
    }
  }

  private static String code(Throwable conflict) {
    return conflict instanceof SQLException sql ? Failures.state(sql) : "";
  }

  private List<Long> transaction(RedshiftSession session, List<Sql> statements)
      throws SQLException {
    try {
      return Failsafe.with(retryConflicts).get(() -> session.inTransaction(statements));
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e;
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
