package dev.headrace.io.redshift.load;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.redshift.load.LoadOptions.Cleanup;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Applies a load exactly once: {@link Resolve}, {@link Stage}, {@link Apply}, and {@link InDoubt}
 * where the answer to the commit was lost. A session that is lost takes what was staged with it, so
 * that the load is begun anew, a few times.
 */
public final class Loader {
  static final int MAX_SESSIONS = 3;

  private final RedshiftSessions warehouse;
  private final LoadPlan plan;
  private final Staging staging;
  private final Load load;
  private final Ledger ledger;
  private final Stage stage;
  private final Apply apply;
  private final RetryPolicy<Object> restartLost;
  private final KeptRefusals kept;
  private final long mayRefuse;
  private List<RefusedRow> refused = List.of();

  /** What a load came to, and the attempt that applied it. */
  private record Outcome(Status status, String attempt) {}

  /**
   * A load that fails where COPY refuses a row.
   *
   * @param stagingRoot where the manifests for COPY go, such as {@code s3://bucket/prefix}
   * @param iamRole the role that COPY reads S3 with
   */
  public Loader(
      RedshiftSessions warehouse,
      LoadPlan plan,
      ObjectStore store,
      String stagingRoot,
      String iamRole,
      Load load) {
    this(warehouse, plan, store, stagingRoot, iamRole, load, 0);
  }

  /**
   * A load that leaves rows out that COPY refuses. Its files are such as rows are staged in.
   *
   * @param mayRefuse of how many rows COPY may refuse before the load fails
   */
  public Loader(
      RedshiftSessions warehouse,
      LoadPlan plan,
      ObjectStore store,
      String stagingRoot,
      String iamRole,
      Load load,
      long mayRefuse) {
    this(
        warehouse,
        plan,
        new Staging(store, stagingRoot, load),
        iamRole,
        load,
        Duration.ofMillis(100),
        new KeptRefusals(store, stagingRoot, load),
        mayRefuse);
  }

  Loader(
      RedshiftSessions warehouse,
      LoadPlan plan,
      Staging staging,
      String iamRole,
      Load load,
      Duration firstDelay,
      KeptRefusals kept,
      long mayRefuse) {
    this.kept = kept;
    this.mayRefuse = mayRefuse;
    this.warehouse = warehouse;
    this.plan = plan;
    this.staging = staging;
    this.load = load;
    this.ledger = new Ledger(plan, load);
    this.stage = new Stage(plan, staging, iamRole, load);
    this.apply = new Apply(plan, load, firstDelay);
    this.restartLost =
        RetryPolicy.builder()
            .handleIf(Loader::isWorthANewSession)
            .withMaxAttempts(MAX_SESSIONS)
            .withBackoff(firstDelay, firstDelay.multipliedBy(100))
            .withJitter(0.5)
            .build();
  }

  private static boolean isWorthANewSession(Throwable failure) {
    return !(failure instanceof OutcomeUnknownException)
        && (Failures.isLost(failure) || Failures.isOutdated(failure));
  }

  /**
   * Applies the load, unless it has been.
   *
   * @throws SQLException if Redshift refuses or cannot be reached; the table is as it was
   * @throws IllegalStateException if the data are not what they should be; the table is as it was
   */
  public LoadResult run() throws SQLException, IOException {
    boolean applied = false;
    try {
      Outcome outcome = inAFewSessions();
      applied = true;
      refused = mayRefuse == 0 ? List.of() : kept.of(outcome.attempt());
      long rows = load.rows() - refused.size();
      return LoadResult.of(load.loadId(), load.destination(), outcome.status(), rows);
    } finally {
      cleanUp(applied);
    }
  }

  /** The rows that COPY refused of the load that {@link #run} found applied, by whomever. */
  public List<RefusedRow> refused() {
    return refused;
  }

  private void cleanUp(boolean applied) {
    Cleanup cleanup = plan.options().cleanup();
    if (cleanup == Cleanup.ALWAYS || (cleanup == Cleanup.ON_SUCCESS && applied)) {
      staging.clean();
    }
  }

  private Outcome inAFewSessions() throws SQLException, IOException {
    try {
      return Failsafe.with(restartLost).get(this::inOneSession);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private Outcome inOneSession() throws SQLException, IOException {
    String attempt = UUID.randomUUID().toString();
    try (RedshiftSession session = MarkedSession.of(warehouse.open(), load, attempt)) {
      try {
        new Resolve(plan).run(session);
        Optional<String> before = ledger.appliedBy(session);
        return before.isPresent()
            ? new Outcome(Status.ALREADY_LOADED, before.get())
            : stagedAndApplied(session, attempt);
      } catch (OutcomeUnknownException e) {
        return settled(session.backend(), attempt, e);
      }
    }
  }

  private Outcome stagedAndApplied(RedshiftSession session, String attempt)
      throws SQLException, IOException {
    Refusals refusals = new Refusals(load, mayRefuse);
    Optional<String> meanwhile = appliedWhileStaging(session, refusals);
    if (meanwhile.isPresent()) {
      return new Outcome(Status.ALREADY_LOADED, meanwhile.get());
    }
    kept.keep(attempt, refusals.rows());
    return apply.run(session, attempt, refusals.rows().size()) == Status.LOADED
        ? new Outcome(Status.LOADED, attempt)
        : new Outcome(Status.ALREADY_LOADED, ledger.appliedBy(session).orElse(attempt));
  }

  private Outcome settled(int backend, String attempt, OutcomeUnknownException failure)
      throws SQLException {
    String appliedBy =
        new InDoubt(warehouse, plan, load)
            .resolve(backend, failure)
            // It was not done, which is as if the session had been lost before.
            .orElseThrow(() -> new SQLException(failure.getMessage(), "08006", failure));
    return new Outcome(
        appliedBy.equals(attempt) ? Status.LOADED : Status.ALREADY_LOADED, appliedBy);
  }

  /** An attempt that is done removes the manifests of all, so that COPY fails in the others. */
  private Optional<String> appliedWhileStaging(RedshiftSession session, Refusals refusals)
      throws SQLException, IOException {
    try {
      stage.run(session, refusals);
      return Optional.empty();
    } catch (SQLException e) {
      Optional<String> appliedBy = appliedDespite(e, session);
      if (appliedBy.isPresent()) {
        return appliedBy;
      }
      throw e;
    }
  }

  /** If there is no answer either, the failure stands. */
  private Optional<String> appliedDespite(SQLException failure, RedshiftSession session) {
    try {
      return ledger.appliedBy(session);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return Optional.empty();
    }
  }
}
