package dev.headrace.runners.spark;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long this JVM was held up, by a collection of garbage or a machine that had other things to
 * do. What arrives in the meantime is seen all at once afterwards, however evenly it was sent.
 */
final class Stalls implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(2);

  private final Thread watch;
  private volatile long longest;

  private Stalls() {
    watch = new Thread(this::watch, "stalls");
    watch.setDaemon(true);
  }

  static Stalls watched() {
    Stalls stalls = new Stalls();
    stalls.watch.start();
    return stalls;
  }

  private void watch() {
    long before = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      longest = Math.max(longest, now - before - TICK);
      before = now;
    }
  }

  /** The longest one so far, in seconds. */
  double longestSeconds() {
    return longest / 1e9;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
