package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come, so long that only what hangs is too late, whatever the machine. */
final class Patience {
  static final long MINUTES = 10;
  private static final long POLL_NANOS = 1_000_000;

  private final String awaited;
  private final Instant latest = Instant.now().plus(Duration.ofMinutes(MINUTES));

  private Patience(String awaited) {
    this.awaited = awaited;
  }

  static Patience with(String awaited) {
    return new Patience(awaited);
  }

  /** A moment until one looks again, without keeping a core busy. */
  void pause() {
    LockSupport.parkNanos(POLL_NANOS);
    boolean inTime = Instant.now().isBefore(latest) && !Thread.currentThread().isInterrupted();
    assertThat("in time: " + awaited, inTime);
  }

  /** Kills a process that does not end, so that who reads what it tells comes to an end. */
  static Process with(Process process) {
    CompletableFuture.delayedExecutor(MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
    return process;
  }
}
