package dev.headrace.io.redshift.load;

import com.google.common.base.Stopwatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/** What loads are counted by, in the namespace of {@link Loader}. Times are milliseconds. */
final class LoadMetrics {
  private static final Distribution COPY = Metrics.distribution(Loader.class, "copyMs");
  private static final Distribution APPLY = Metrics.distribution(Loader.class, "applyMs");

  private LoadMetrics() {}

  /** All COPYs of one attempt, with the search for rows that are refused. */
  static void copied(Stopwatch watch) {
    COPY.update(watch.elapsed(TimeUnit.MILLISECONDS));
  }

  /** The transactions of one attempt, with those that were tried again. */
  static void applied(Stopwatch watch) {
    APPLY.update(watch.elapsed(TimeUnit.MILLISECONDS));
  }

  /** A conflict, after which the transaction is tried again. */
  static void applyRetried(String code) {
    Metrics.counter(Loader.class, "applyRetries." + code).inc();
  }

  /** A conflict elsewhere: of what makes, changes or reads tables. */
  static void conflictRetried(String code) {
    Metrics.counter(Loader.class, "conflictRetries." + code).inc();
  }

  /** A commit without an answer whose outcome was found. */
  static void inDoubtResolved() {
    Metrics.counter(Loader.class, "inDoubtResolved").inc();
  }

  /** What was staged could not be removed. */
  static void cleanupFailed() {
    Metrics.counter(Loader.class, "cleanupFailures").inc();
  }
}
