package dev.headrace.runners.spark.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nobody tells of. */
final class Patience {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Patience() {}

  /** Returns as soon as it is so. */
  static void until(String what, Callable<Boolean> isSo) throws Exception {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!isSo.call()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("It did not come to it that " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
