package dev.headrace.io.http.policy;

/**
 * One request after the other, so far apart: additive increase up to the share, multiplicative
 * decrease when the API says that it is too fast. Not safe for many threads.
 */
final class Pace {
  private static final double LEAST = 1.0 / 64;
  private static final double STEP = 1.0 / 20;
  private static final long SECOND = 1_000_000_000L;
  private static final long MOST_MADE_UP = SECOND / 50;

  private final double share;
  private double rate;
  private long nextAt;
  private long changedAt;

  /**
   * @param share requests a second; infinite for no limit
   */
  Pace(double share, long nowNanos) {
    this.share = share;
    this.rate = share;
    this.nextAt = nowNanos;
    this.changedAt = nowNanos - SECOND;
  }

  /** How long the next request has to wait, in nanoseconds; 0 if it can be sent now. */
  long waitNanos(long nowNanos) {
    return Math.max(0, nextAt - nowNanos);
  }

  /** A request is sent. Lateness of less than one step, and 20 ms, is made up for; more is not. */
  void take(long nowNanos) {
    long step = Double.isInfinite(rate) ? 0 : (long) (SECOND / rate);
    nextAt = Math.max(nextAt, nowNanos - Math.min(step, MOST_MADE_UP)) + step;
  }

  /** The API was content. */
  void succeeded(long nowNanos) {
    if (rate < share && nowNanos - changedAt >= SECOND) {
      rate = Math.min(share, rate + share * STEP);
      changedAt = nowNanos;
    }
  }

  /** The API said that it is too much; what it says within a second is said once. */
  void throttled(long nowNanos) {
    if (!Double.isInfinite(share) && nowNanos - changedAt >= SECOND) {
      rate = Math.max(share * LEAST, rate / 2);
      changedAt = nowNanos;
    }
  }
}
