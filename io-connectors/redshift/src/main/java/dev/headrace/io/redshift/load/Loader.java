package dev.headrace.io.redshift.load;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.redshift.load.LoadOptions.Cleanup;
import dev.headrace.io.redshift.session.Failures;
import dev.headrace.io.redshift.session.OutcomeUnknownException;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.joda.time.Instant;

/**
 * Applies a load exactly once: {@link Resolve}, {@link Stage}, {@link Apply}, and {@link InDoubt}
 * where the answer to the commit was lost. A session that is lost takes what was staged with it, so
 * that the load is begun anew, a few times.
 */
public final class Loader {
  static final int MAX_SESSIONS = 3;

  // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
  private static final String TOO_LONG = "value too long for type character varying";

  private final LoadPlan plan;
  private final Staging staging;
  private final Load load;
  private final LoadAttempt attempt;
  private final RetryPolicy<Object> restartLost;
  private final KeptRefusals kept;
  private final long mayRefuse;
  private List<RefusedRow> refused = List.of();

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
   * @throws IllegalArgumentException if the staging location is so long that Redshift would not
   *     tell which file an error is of
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
    if (mayRefuse > 0) {
      staging.requireNamesThatTell();
    }
    this.kept = kept;
    this.mayRefuse = mayRefuse;
    this.plan = plan;
    this.staging = staging;
    this.load = load;
    this.attempt =
        new LoadAttempt(
            warehouse,
            plan,
            load,
            new Conflicts(firstDelay),
            new Stage(plan, staging, iamRole, load),
            kept,
            mayRefuse);
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
    Instant startedAt = Instant.now();
    try {
      LoadAttempt.Outcome outcome = inAFewSessions();
      applied = true;
      refused = refusedOf(outcome.applied());
      return result(outcome, startedAt);
    } finally {
      cleanUp(applied);
    }
  }

  private LoadResult result(LoadAttempt.Outcome outcome, Instant startedAt) {
    Apply.Done done = outcome.done();
    boolean isOwn = done.status() == LoadResult.Status.LOADED;
    return LoadResult.of(load.loadId(), load.destination(), done.status(), outcome.applied())
        .toBuilder()
        .setManifests(Optional.of(staging.folder()))
        .setRowsInserted(done.inserted())
        .setRowsDeleted(done.deleted())
        .setStartedAt(isOwn ? Optional.of(startedAt) : Optional.empty())
        .build();
  }

  /** Those of other data were given out with it. */
  private List<RefusedRow> refusedOf(Ledger.Entry applied) throws IOException {
    return mayRefuse > 0 && applied.fingerprint().equals(load.fingerprint())
        ? kept.of(applied.attempt())
        : List.of();
  }

  /**
   * The rows that COPY refused of the load that {@link #run} found applied, by whomever; none if it
   * was applied with other data.
   */
  public List<RefusedRow> refused() {
    return refused;
  }

  private void cleanUp(boolean applied) {
    Cleanup cleanup = plan.options().cleanup();
    if (cleanup == Cleanup.ALWAYS || (cleanup == Cleanup.ON_SUCCESS && applied)) {
      staging.clean();
    }
  }

  /** Which load it was: of many tables, and of many statements, Redshift's words tell none. */
  private SQLException told(SQLException failure) {
    String hint =
        String.valueOf(failure.getMessage()).contains(TOO_LONG)
            ? "; the schema update WIDEN_VARCHARS would widen the column"
            : "";
    return new SQLException(
        "The load \"%s\" into %s failed: %s%s"
            .formatted(load.loadId(), load.destination(), failure.getMessage(), hint),
        failure.getSQLState(),
        failure.getErrorCode(),
        failure);
  }

  private LoadAttempt.Outcome inAFewSessions() throws SQLException, IOException {
    try {
      return Failsafe.with(restartLost).get(attempt::run);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw told(failure);
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
