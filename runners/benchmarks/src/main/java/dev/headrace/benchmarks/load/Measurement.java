package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one contestant did in one round.
 *
 * @param started when its JVM was
 * @param wall from the start of its JVM to its end
 * @param phases when they began, of those it had
 * @param committed when the last of the rows was, as the warehouse has it
 * @param copy how long the warehouse took for Redshift's COPY; zero without
 * @param usage of its JVM, without the warehouse
 */
record Measurement(
    Instant started,
    Duration wall,
    Map<Phase, Instant> phases,
    Instant committed,
    Duration copy,
    Usage usage) {

  double wallSeconds() {
    return seconds(wall);
  }

  /** From the start of its JVM to the first row. */
  double startUpSeconds() {
    return between(started, phases.get(Phase.WRITE));
  }

  /**
   * Bringing rows into the table: from when all are staged for who stages them, else from the first
   * row.
   */
  double loadSeconds() {
    Instant staged = phases.get(Phase.LOAD);
    return between(staged == null ? phases.get(Phase.WRITE) : staged, committed);
  }

  /** From the first row to when all are in the table, staging included. */
  double allSeconds() {
    return between(phases.get(Phase.WRITE), committed);
  }

  /** From the first row to when all are staged; not a number for who does not stage. */
  double stagingSeconds() {
    return between(phases.get(Phase.WRITE), phases.get(Phase.LOAD));
  }

  /** Redshift's COPY; not a number for who does not stage. */
  double copySeconds() {
    return phases.containsKey(Phase.LOAD) ? seconds(copy) : Double.NaN;
  }

  /** What else there is to do with what is staged; not a number for who does not stage. */
  double applySeconds() {
    return between(phases.get(Phase.LOAD), committed) - copySeconds();
  }

  /** From when all are in the table to when it is done: clean-up, and the runner's own end. */
  double endSeconds() {
    return between(committed, phases.get(Phase.END));
  }

  double cpuSeconds() {
    return usage.cpuSeconds();
  }

  private static double between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? Double.NaN : seconds(Duration.between(from, to));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
