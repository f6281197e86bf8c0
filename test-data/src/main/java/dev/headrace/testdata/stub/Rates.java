package dev.headrace.testdata.stub;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How many requests the seconds of a test had. One is counted from each request on, those that are
 * not over when the last one arrives left out. What a machine holds up arrives at once, so that a
 * few seconds are emptier and others fuller; the median hardly moves.
 */
public final class Rates {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int[] sortedCounts;

  private Rates(int[] sortedCounts) {
    this.sortedCounts = sortedCounts;
  }

  /** Requests are listed when they are complete, which need not be the order in which they came. */
  static Rates of(long... nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int[] counts = new int[sorted.length];
    int seconds = 0;
    int next = 0;
    while (true) {
      while (next < sorted.length && sorted[next] - sorted[seconds] < SECOND) {
        next++;
      }
      if (next == sorted.length) {
        break;
      }
      counts[seconds] = next - seconds;
      seconds++;
    }
    int[] sortedCounts = Arrays.copyOf(counts, seconds);
    Arrays.sort(sortedCounts);
    return new Rates(sortedCounts);
  }

  /** Half of the seconds have no more requests; 0 if there was no whole second. */
  public int median() {
    return sortedCounts.length == 0 ? 0 : sortedCounts[(sortedCounts.length - 1) / 2];
  }
}
