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
    sleep(pause(attempt));
  }

  /**
   * Waits, but for no longer than that.
   *
   * @param most what is left of the time in which to ask
   */
  void after(int attempt, Duration most) {
    Duration pause = pause(attempt);
    sleep(pause.compareTo(most) < 0 ? pause : most);
  }

  private Duration pause(int attempt) {
    return longest.dividedBy(1L << Math.max(0, STEPS - attempt));
  }

  private static void sleep(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The wait for AWS Glue was interrupted", e);
    }
  }
}
