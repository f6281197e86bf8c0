package dev.headrace.io.http.policy;

import dev.failsafe.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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
  private final SlidingWindow second;
  private final SlidingWindow minute;
  private final Window window;
  private final CircuitBreaker<Object> circuit;

  private final Map<Turn, Queue<CompletableFuture<Pass>>> waiting = new EnumMap<>(Turn.class);
  private @Nullable Future<?> alarm;
  private long alarmAt;
  private int out;
  private long pausedUntil = System.nanoTime();
  private boolean closed;

  /** What a request is for, the most urgent first. */
  public enum Turn {
    /** Goes on where a redirect led. */
    REDIRECTED,
    /** Is sent again after a failure. */
    RETRY,
    /** Is sent for the first time. */
    FIRST
  }

  /** What an attempt says of the API. */
  public enum Sign {
    /** It is well. */
    WELL,
    /** It asks for fewer requests. */
    TOO_MUCH,
    /** It answers, with a failure that may well be of this request alone. */
    FAILED,
    /** It is in trouble, or cannot be reached. */
    SICK
  }

  /** A gate for one shard, with its share of the budget. */
  public Gate(Budget.Share share, Retries retries) {
    long now = System.nanoTime();
    this.pace = new Pace(share.pace(), now);
    this.second = new SlidingWindow(share.perSecond(), Duration.ofSeconds(1));
    this.minute = new SlidingWindow(share.perMinute(), Duration.ofMinutes(1));
    this.window = new Window(share.inFlight());
    this.retryBudget = new RetryBudget(retries.perSuccess(), retries.perSecond(), now);
    this.circuit =
        CircuitBreaker.builder()
            .withFailureThreshold(retries.breakAfter(), retries.breakAfter())
            .withSuccessThreshold(1)
            .withDelay(retries.breakFor())
            .build();
    for (Turn turn : Turn.values()) {
      waiting.put(turn, new ArrayDeque<>());
    }
  }

  private Queue<CompletableFuture<Pass>> queue(Turn turn) {
    return Objects.requireNonNull(waiting.get(turn));
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
  public CompletableFuture<Pass> enter(Turn kind) {
    CompletableFuture<Pass> turn = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new CancellationException("The gate is closed"));
      }
      queue(kind).add(turn);
    }
    letOut();
    return turn;
  }

  /** Lets nothing out any more; who waits is told by a {@link CancellationException}. */
  @Override
  public void close() {
    List<CompletableFuture<Pass>> cancelled = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Turn turn : Turn.values()) {
        cancelled.addAll(queue(turn));
        queue(turn).clear();
      }
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
    cancelled.forEach(turn -> turn.cancel(false));
  }

  /** What a request that was let out tells of itself. */
  public final class Pass {
    private boolean settled;
    private boolean left;

    private Pass() {}

    /** It is being written to the network. */
    public void sent() {
      if (second.isLimited() || minute.isLimited()) {
        var unused =
            TIMER.schedule(this::arrive, SlidingWindow.arrivalNanos(), TimeUnit.NANOSECONDS);
      }
    }

    private void arrive() {
      synchronized (Gate.this) {
        settle();
      }
      letOut();
    }

    private void settle() {
      if (!settled) {
        settled = true;
        long now = System.nanoTime();
        second.settle(now);
        minute.settle(now);
      }
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
        settle();
      }
      letOut();
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
      case FAILED -> circuit.recordSuccess();
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
    long now = System.nanoTime();
    Turn turn = mostUrgent(now);
    if (turn == null || out >= window.size()) {
      return null;
    }
    long settling = Math.max(second.waitNanos(now), minute.waitNanos(now));
    if (settling == Long.MAX_VALUE) {
      return null; // whoever settles asks again
    }
    long wait = Math.max(settling, Math.max(pausedUntil - now, pace.waitNanos(now)));
    if (turn == Turn.RETRY) {
      wait = Math.max(wait, retryBudget.waitNanos(now));
    }
    if (wait > 0) {
      askAgainIn(wait, now);
      return null;
    }
    if (!circuit.tryAcquirePermit()) {
      // A circuit that is half open is asked again when the request that tries it is over.
      if (circuit.isOpen()) {
        askAgainIn(Math.max(1_000_000, circuit.getRemainingDelay().toNanos()), now);
      }
      return null;
    }
    pace.take(now);
    second.take();
    minute.take();
    out++;
    if (turn == Turn.RETRY) {
      retryBudget.take();
    }
    return queue(turn).remove();
  }

  /** Retries that have to wait for their budget let the others pass. */
  private @Nullable Turn mostUrgent(long now) {
    boolean retry = !queue(Turn.RETRY).isEmpty();
    if (!queue(Turn.REDIRECTED).isEmpty()) {
      return Turn.REDIRECTED;
    }
    if (retry && retryBudget.waitNanos(now) <= 0) {
      return Turn.RETRY;
    }
    if (!queue(Turn.FIRST).isEmpty()) {
      return Turn.FIRST;
    }
    return retry ? Turn.RETRY : null;
  }

  /** One alarm at a time, the earliest that was asked for. */
  private void askAgainIn(long nanos, long now) {
    long due = now + nanos;
    if (alarm != null && alarmAt - due <= 0) {
      return;
    }
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarmAt = due;
    alarm = TIMER.schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
  }

  private void ring() {
    synchronized (this) {
      alarm = null;
    }
    letOut();
  }
}
