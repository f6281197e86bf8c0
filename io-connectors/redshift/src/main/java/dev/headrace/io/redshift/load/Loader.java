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

  /**
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
    this(
        warehouse,
        plan,
        new Staging(store, stagingRoot, load),
        iamRole,
        load,
        Duration.ofMillis(100));
  }

  Loader(
      RedshiftSessions warehouse,
      LoadPlan plan,
      Staging staging,
      String iamRole,
      Load load,
      Duration firstDelay) {
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
      Status status = inAFewSessions();
      applied = true;
      return LoadResult.of(load.loadId(), load.destination(), status, load.rows());
    } finally {
      cleanUp(applied);
    }
  }

  private void cleanUp(boolean applied) {
    Cleanup cleanup = plan.options().cleanup();
    if (cleanup == Cleanup.ALWAYS || (cleanup == Cleanup.ON_SUCCESS && applied)) {
      staging.clean();
    }
  }

  private Status inAFewSessions() throws SQLException, IOException {
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

  private Status inOneSession() throws SQLException, IOException {
    String attempt = UUID.randomUUID().toString();
    try (RedshiftSession session = warehouse.open()) {
      try {
        new Resolve(plan).run(session);
        return ledger.isApplied(session) || wasAppliedWhileStaging(session)
            ? Status.ALREADY_LOADED
            : apply.run(session, attempt);
      } catch (OutcomeUnknownException e) {
        return settled(session.backend(), attempt, e);
      }
    }
  }

  private Status settled(int backend, String attempt, OutcomeUnknownException failure)
      throws SQLException {
    Optional<String> appliedBy = new InDoubt(warehouse, plan, load).resolve(backend, failure);
    if (appliedBy.isEmpty()) {
      // It was not done, which is as if the session had been lost before.
      throw new SQLException(failure.getMessage(), "08006", failure);
    }
    return appliedBy.get().equals(attempt) ? Status.LOADED : Status.ALREADY_LOADED;
  }

  /** An attempt that is done removes the manifests of all, so that COPY fails in the others. */
  private boolean wasAppliedWhileStaging(RedshiftSession session) throws SQLException, IOException {
    try {
      stage.run(session);
      return false;
    } catch (SQLException e) {
      if (isAppliedDespite(e, session)) {
        return true;
      }
      throw e;
    }
  }

  /** If there is no answer either, the failure stands. */
  private boolean isAppliedDespite(SQLException failure, RedshiftSession session) {
    try {
      return ledger.isApplied(session);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
