package dev.headrace.io.redshift.load;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import dev.headrace.io.redshift.session.Failures;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tries what lost against another transaction again as it is, in the same session, since nothing
 * was done: {@link Failures#isConflict}.
 */
final class Conflicts {
  static final int MAX_ATTEMPTS = 8;
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);

  private final Duration firstDelay;

  Conflicts(Duration firstDelay) {
    this.firstDelay = firstDelay;
  }

  Conflicts() {
    this(FIRST_DELAY);
  }

  /** What makes, changes or reads tables, and can be begun again from its start. */
  <T> T retried(CheckedSupplier<T> work) throws SQLException {
    return retried(work, LoadMetrics::conflictRetried);
  }

  /**
   * @param counter is told the SQLSTATE of each conflict that is followed by another try
   */
  <T> T retried(CheckedSupplier<T> work, Consumer<String> counter) throws SQLException {
    RetryPolicy<Object> policy =
        RetryPolicy.builder()
            .handleIf(Failures::isConflict)
            .withMaxAttempts(MAX_ATTEMPTS)
            .withBackoff(firstDelay, firstDelay.multipliedBy(100))
            .withJitter(0.5)
            .onRetry(event -> counter.accept(code(event.getLastException())))
            .build();
    try {
      return Failsafe.with(policy).get(work);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static String code(Throwable conflict) {
    return conflict instanceof SQLException sql ? Failures.state(sql) : "";
  }
}
