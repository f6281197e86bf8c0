package dev.headrace.io.redshift.load;

import com.google.common.base.Stopwatch;
import dev.headrace.io.redshift.load.ApplySql.Effect;
import dev.headrace.io.redshift.load.ApplySql.Step;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The third step: one transaction from the temporary tables into the target and the ledger. It is
 * tried again as it is if another transaction came between, since what was staged is still there.
 */
final class Apply {
  /** What came of it, with the rows of the table if Redshift told. */
  record Done(Status status, Optional<Long> inserted, Optional<Long> deleted) {
    /** By this attempt, but nobody told how many rows. */
    static final Done UNTOLD = new Done(Status.LOADED, Optional.empty(), Optional.empty());

    /** By another attempt. */
    static final Done EARLIER = new Done(Status.ALREADY_LOADED, Optional.empty(), Optional.empty());
  }

  private final LoadPlan plan;
  private final Load load;
  private final Origin origin;
  private final Ledger ledger;
  private final Conflicts conflicts;

  Apply(LoadPlan plan, Load load, Origin origin, Ledger ledger, Conflicts conflicts) {
    this.origin = origin;
    this.plan = plan;
    this.load = load;
    this.ledger = ledger;
    this.conflicts = conflicts;
  }

  /**
   * @param refused rows of the load that were not staged
   * @param ledgerColumns that are there: to add some to a ledger asks for other rights
   */
  Done run(RedshiftSession session, String attempt, long refused, Set<String> ledgerColumns)
      throws SQLException {
    List<Step> steps =
        new ApplySql(plan).steps(load, refused, attempt, origin.within(ledgerColumns));
    List<Sql> statements = steps.stream().map(Step::sql).toList();
    Stopwatch watch = Stopwatch.createStarted();
    try {
      List<Long> changed =
          conflicts.retried(() -> session.inTransaction(statements), LoadMetrics::applyRetried);
      LoadMetrics.applied(watch);
      return done(session, attempt, new Changes(steps, changed));
    } catch (SQLException e) {
      boolean isOver = e instanceof OutcomeUnknownException || Failures.isLost(e);
      if (!isOver && isRefusedAsApplied(session, e)) {
        return Done.EARLIER;
      }
      throw isOver ? e : explained(session, e);
    }
  }

  /** With actions, a load that was applied meanwhile is refused by a NULL too. */
  private boolean isRefusedAsApplied(RedshiftSession session, SQLException failure) {
    if (!plan.options().hasActions()) {
      return false;
    }
    try {
      return ledger.applied(session).isPresent();
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** One row in the ledger is this attempt's; if it is not sure to be, the ledger is asked. */
  private Done done(RedshiftSession session, String attempt, Changes changes) throws SQLException {
    boolean isOwn =
        changes.of(Effect.RECORDS).filter(rows -> rows == 1).isPresent()
            || ledger.applied(session).filter(by -> by.attempt().equals(attempt)).isPresent();
    return isOwn
        ? new Done(Status.LOADED, changes.of(Effect.INSERTS), changes.of(Effect.DELETES))
        : Done.EARLIER;
  }

  /** How many rows the statements of an apply have changed. */
  private record Changes(List<Step> steps, List<Long> changed) {

    /** Empty if Redshift has not told of all, or none of the statements does that. */
    Optional<Long> of(Effect effect) {
      List<Long> rows =
          IntStream.range(0, steps.size())
              .filter(step -> steps.get(step).effect() == effect)
              .mapToObj(changed::get)
              .toList();
      return rows.stream().anyMatch(count -> count < 0)
          ? Optional.empty()
          : rows.stream().reduce(Long::sum);
    }
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
