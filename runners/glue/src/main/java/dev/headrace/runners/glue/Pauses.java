package dev.headrace.runners.glue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long is waited until something is asked for again: longer every time, up to a limit. */
final class Pauses {
  private static final int STEPS = 4;

  private final Duration longest;

  /** Pauses that begin with a sixteenth of the longest. */
  Pauses(Duration longest) {
    this.longest = longest;
  }

  /**
   * Waits.
   *
   * @param attempt how often it was asked before this time
   * @throws IllegalStateException if the thread is interrupted
   */
  void after(int attempt) {
    long nanos = longest.toNanos() >> Math.max(0, STEPS - attempt);
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The wait for AWS Glue was interrupted", e);
    }
  }
}
