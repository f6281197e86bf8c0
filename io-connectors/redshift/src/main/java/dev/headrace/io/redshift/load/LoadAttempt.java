package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.load.Apply.Done;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One attempt at a load, in a session of its own: {@link Resolve}, {@link Stage}, {@link Apply},
 * and {@link InDoubt} where the answer to the commit was lost.
 */
final class LoadAttempt {
  private final RedshiftSessions warehouse;
  private final LoadPlan plan;
  private final Load load;
  private final Ledger ledger;
  private final Conflicts conflicts;
  private final Stage stage;
  private final Apply apply;
  private final KeptRefusals kept;
  private final long mayRefuse;

  /**
   * What a load came to.
   *
   * @param applied what was applied, by whomever
   */
  record Outcome(Done done, Ledger.Entry applied) {}

  LoadAttempt(
      RedshiftSessions warehouse,
      LoadPlan plan,
      Load load,
      Conflicts conflicts,
      Stage stage,
      KeptRefusals kept,
      long mayRefuse) {
    this.warehouse = warehouse;
    this.plan = plan;
    this.load = load;
    this.conflicts = conflicts;
    this.ledger = new Ledger(plan, load, conflicts);
    this.stage = stage;
    this.apply = new Apply(plan, load, Origin.of(load, stage.manifests()), ledger, conflicts);
    this.kept = kept;
    this.mayRefuse = mayRefuse;
  }

  Outcome run() throws SQLException, IOException {
    String attempt = UUID.randomUUID().toString();
    try (RedshiftSession session = MarkedSession.of(warehouse.open(), load, attempt)) {
      try {
        Set<String> ledgerColumns = new Resolve(plan, conflicts).run(session);
        Optional<Ledger.Entry> before = ledger.applied(session);
        return before.isPresent()
            ? new Outcome(Done.EARLIER, before.get())
            : stagedAndApplied(session, attempt, ledgerColumns);
      } catch (OutcomeUnknownException e) {
        return settled(session.backend(), attempt, e);
      }
    }
  }

  private Outcome stagedAndApplied(
      RedshiftSession session, String attempt, Set<String> ledgerColumns)
      throws SQLException, IOException {
    Refusals refusals = new Refusals(load, mayRefuse);
    Optional<Ledger.Entry> meanwhile = appliedWhileStaging(session, refusals);
    if (meanwhile.isPresent()) {
      return new Outcome(Done.EARLIER, meanwhile.get());
    }
    kept.keep(attempt, refusals.rows());
    long refused = refusals.rows().size();
    Ledger.Entry own = Ledger.Entry.of(load, refused, attempt);
    Done done = apply.run(session, attempt, refused, ledgerColumns);
    return new Outcome(
        done, done.status() == Status.LOADED ? own : ledger.applied(session).orElse(own));
  }

  private Outcome settled(int backend, String attempt, OutcomeUnknownException failure)
      throws SQLException {
    Ledger.Entry applied =
        new InDoubt(warehouse, ledger, load)
            .resolve(backend, attempt, failure)
            // It was not done, which is as if the session had been lost before.
            .orElseThrow(() -> new SQLException(failure.getMessage(), "08006", failure));
    return new Outcome(applied.attempt().equals(attempt) ? Done.UNTOLD : Done.EARLIER, applied);
  }

  /** An attempt that is done removes the manifests of all, so that COPY fails in the others. */
  private Optional<Ledger.Entry> appliedWhileStaging(RedshiftSession session, Refusals refusals)
      throws SQLException, IOException {
    try {
      stage.run(session, refusals);
      return Optional.empty();
    } catch (SQLException e) {
      Optional<Ledger.Entry> applied = appliedDespite(e, session);
      if (applied.isPresent()) {
        return applied;
      }
      throw e;
    }
  }

  /** If there is no answer either, the failure stands. */
  private Optional<Ledger.Entry> appliedDespite(SQLException failure, RedshiftSession session) {
    try {
      return ledger.applied(session);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }
}
