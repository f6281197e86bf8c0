package dev.headrace.runners.glue;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Stops the run in Glue when this process is told to end, as by Ctrl-C: the process does not end
 * before that is done. A run of which it is not known whether it was started is looked for. One
 * that is killed, or loses its machine, leaves the run going on.
 */
final class StopOnExit implements AutoCloseable {
  private final Stopping stopping;
  private final Thread hook = new Thread(this::onExit, "headrace-stop");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable String run;
  private boolean ending;

  /** Whether there may be a run that is not known; read while the answer to a start is awaited. */
  private volatile boolean inDoubt;

  private StopOnExit(Stopping stopping) {
    this.stopping = stopping;
  }

  /** From now on the run that is started is stopped so. */
  static StopOnExit with(Stopping stopping) {
    StopOnExit exit = new StopOnExit(stopping);
    Runtime.getRuntime().addShutdownHook(exit.hook);
    return exit;
  }

  /** Starts a run; who is told to end meanwhile knows of it, and stops it. */
  synchronized String start(Supplier<String> start) {
    requireGoingOn();
    boolean before = inDoubt;
    inDoubt = true;
    try {
      String id = start.get();
      follow(id);
      return id;
    } catch (SdkException e) {
      // What is refused leaves an earlier start in doubt that was not answered.
      inDoubt = before || Refusals.isInDoubt(e);
      throw e;
    }
  }

  /** A run that was started by another is this one's from now on. */
  synchronized void follow(String id) {
    requireGoingOn();
    run = id;
    inDoubt = false;
  }

  private void requireGoingOn() {
    if (ending) {
      throw new IllegalStateException("The command was told to end before it knew of a run");
    }
  }

  /** Whether the process is ending. */
  synchronized boolean isEnding() {
    return ending;
  }

  private void onExit() {
    try {
      if (inDoubt) {
        stopping.tellInDoubt();
      }
      String id = end();
      if (id != null) {
        stopping.stop(id);
      } else if (inDoubt) {
        stopping.stopIfStarted();
      }
    } finally {
      stopped.countDown();
    }
  }

  private synchronized @Nullable String end() {
    ending = true;
    return run;
  }

  /** Waits for the run to be stopped, if it is being stopped. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) { // the process is ending
      awaitStopped();
    }
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
