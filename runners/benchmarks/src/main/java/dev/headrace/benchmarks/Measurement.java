package dev.headrace.benchmarks;

import java.time.Duration;

/**
 * What one contestant did in one round.
 *
 * @param requests how many requests it sent
 * @param wall from the start of its JVM to its end
 * @param startUp from the start of its JVM to its first request
 * @param fetching from its first request to the last answer
 * @param maxConcurrent how many requests it kept waiting at most
 */
record Measurement(
    int requests, Duration wall, Duration startUp, Duration fetching, int maxConcurrent) {

  double requestsPerSecond() {
    return requests / seconds(fetching);
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
