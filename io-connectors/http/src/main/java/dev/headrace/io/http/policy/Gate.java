package dev.headrace.io.http.policy;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests out, each when it is its turn: within the share of the budget, not while the API
 * has asked for a pause, not while the circuit is broken, retries only as far as their budget goes.
 * Never blocks, safe for use by many threads.
 */
public final class Gate implements AutoCloseable {
  private static final ScheduledExecutorService TIMER = timer();

  private final RetryBudget retryBudget;
  private final Pace pace;
  private final SlidingWindow recent;
  private final Window window;
  private final CircuitBreaker<Object> circuit;

  private final Queue<CompletableFuture<Pass>> fresh = new ArrayDeque<>();
  private final Queue<CompletableFuture<Pass>> retries = new ArrayDeque<>();
  private int out;
  private long pausedUntil = System.nanoTime();
  private boolean closed;

  /** What an attempt says of the API. */
  public enum Sign {
    /** It is well. */
    WELL,
    /** It asks for fewer requests. */
    TOO_MUCH,
    /** It is in trouble, or cannot be reached. */
    SICK
  }

  /**
   * @param shards over how many the budget is shared
   * @param maxInFlight the most requests that are out at a time, whatever the budget allows
   */
  public Gate(Budget budget, int shards, int maxInFlight, Retries retries) {
    Budget.Share share = budget.share(shards, maxInFlight);
    long now = System.nanoTime();
    this.pace = new Pace(share.requestsPerSecond(), now);
    this.recent = new SlidingWindow(share.requestsPerSecond());
    this.window = new Window(share.inFlight());
    this.retryBudget = new RetryBudget(retries.perSuccess(), retries.perSecond(), now);
    this.circuit =
        CircuitBreaker.builder()
            .withFailureThreshold(retries.breakAfter(), retries.breakAfter())
            .withDelay(retries.breakFor())
            .build();
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "headrace-gate");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Completes when a request may be sent, which must then leave, whatever comes of it. */
  public CompletableFuture<Pass> enter(boolean isRetry) {
    CompletableFuture<Pass> turn = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new CancellationException("The gate is closed"));
      }
      (isRetry ? retries : fresh).add(turn);
    }
    letOut();
    return turn;
  }

  /** Lets nothing out any more; who waits is told by a {@link CancellationException}. */
  @Override
  public void close() {
    List<CompletableFuture<Pass>> waiting;
    synchronized (this) {
      closed = true;
      waiting = new ArrayList<>(retries);
      waiting.addAll(fresh);
      retries.clear();
      fresh.clear();
    }
    waiting.forEach(turn -> turn.cancel(false));
  }

  /** What a request that was let out tells of itself. */
  public final class Pass {
    private boolean settled;
    private boolean left;

    private Pass() {}

    /** It is being written to the network. */
    public void sent() {
      if (recent.isLimited()) {
        schedule(this::settle, SlidingWindow.arrivalNanos());
      }
    }

    private void settle() {
      synchronized (Gate.this) {
        if (settled) {
          return;
        }
        settled = true;
        recent.settle(System.nanoTime());
      }
      letOut();
    }

    /**
     * It is over; what is told after the first time does not count.
     *
     * @param pause how long the API wants to be left alone; nothing if it does not say
     */
    public void leave(Sign sign, Duration pause) {
      synchronized (Gate.this) {
        if (left) {
          return;
        }
        left = true;
        out--;
        note(sign, pause);
      }
      settle();
    }
  }

  private void note(Sign sign, Duration pause) {
    long now = System.nanoTime();
    switch (sign) {
      case WELL -> {
        retryBudget.succeeded();
        pace.succeeded(now);
        window.succeeded();
        circuit.recordSuccess();
      }
      case TOO_MUCH -> {
        pace.throttled(now);
        window.throttled(now);
        circuit.recordSuccess();
      }
      case SICK -> circuit.recordFailure();
    }
    pausedUntil = Math.max(pausedUntil, now + pause.toNanos());
  }

  private void letOut() {
    while (true) {
      Pass pass = new Pass();
      CompletableFuture<Pass> turn = next();
      if (turn == null) {
        return;
      }
      if (!turn.complete(pass)) {
        pass.leave(Sign.WELL, Duration.ZERO);
      }
    }
  }

  /** The next one to be let out now, if there is one; else sees to it that this is asked again. */
  private synchronized @Nullable CompletableFuture<Pass> next() {
    if ((fresh.isEmpty() && retries.isEmpty()) || out >= window.size()) {
      return null;
    }
    long now = System.nanoTime();
    long settling = recent.waitNanos(now);
    if (settling == Long.MAX_VALUE) {
      return null; // whoever settles asks again
    }
    long wait = Math.max(settling, Math.max(pausedUntil - now, pace.waitNanos(now)));
    long retryWait = retries.isEmpty() ? Long.MAX_VALUE : retryBudget.waitNanos(now);
    boolean isRetry = retryWait <= 0;
    if (!isRetry && fresh.isEmpty()) {
      wait = Math.max(wait, retryWait);
    }
    if (wait > 0) {
      schedule(this::letOut, wait);
      return null;
    }
    if (!circuit.tryAcquirePermit()) {
      // A circuit that is half open is asked again when the request that tries it is over.
      if (circuit.isOpen()) {
        schedule(this::letOut, Math.max(1_000_000, circuit.getRemainingDelay().toNanos()));
      }
      return null;
    }
    pace.take(now);
    recent.take();
    out++;
    if (isRetry) {
      retryBudget.take();
      return retries.remove();
    }
    return fresh.remove();
  }

  private static void schedule(Runnable task, long nanos) {
    var unused = TIMER.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }
}
