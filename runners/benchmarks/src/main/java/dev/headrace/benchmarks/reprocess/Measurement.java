package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Usage;
import java.time.Duration;

/**
 * What one contestant did in one round.
 *
 * @param wall from the start of its JVM to its end
 * @param usage of that JVM
 */
record Measurement(Duration wall, Usage usage) {

  double wallSeconds() {
    return wall.toNanos() / 1e9;
  }

  double cpuSeconds() {
    return usage.cpuSeconds();
  }

  double peakGib() {
    return usage.peakBytes() / (1L << 30);
  }
}
