package dev.headrace.io.http.policy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * No more requests in any span of time than a share of the budget allows, as the API sees them.
 * When a request reaches the API is not known; but it is no later than its answer, and hardly later
 * than a moment after it was written to the network. Until then, and for one span from then on, it
 * counts. Not safe for many threads.
 */
final class SlidingWindow {
  private static final long SECOND = 1_000_000_000L;

  /** How long a request that was written may be on its way to the API. */
  private static final long TRANSIT = SECOND / 10;

  private final long span;
  private final int most;
  private final Queue<Long> ends = new ArrayDeque<>();
  private int unsettled;

  /**
   * @param most requests in a span; {@code Integer.MAX_VALUE} for no limit
   */
  SlidingWindow(int most, Duration span) {
    this.most = most;
    this.span = span.toNanos();
  }

  boolean isLimited() {
    return most < Integer.MAX_VALUE;
  }

  /**
   * How long the next request has to wait, in nanoseconds; 0 if it can be sent now, {@code
   * Long.MAX_VALUE} until a request is settled.
   */
  long waitNanos(long nowNanos) {
    while (!ends.isEmpty() && ends.element() - nowNanos <= 0) {
      ends.remove();
    }
    if (ends.size() + unsettled < most) {
      return 0;
    }
    return ends.isEmpty() ? Long.MAX_VALUE : ends.element() - nowNanos;
  }

  /** A request is let out. */
  void take() {
    if (isLimited()) {
      unsettled++;
    }
  }

  /** A request has reached the API by now, or never will. */
  void settle(long nowNanos) {
    if (isLimited()) {
      unsettled--;
      ends.add(nowNanos + span);
    }
  }

  /** When a request that is written now has reached the API. */
  static long arrivalNanos() {
    return TRANSIT;
  }
}
