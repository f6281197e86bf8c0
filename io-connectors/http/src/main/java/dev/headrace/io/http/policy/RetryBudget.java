package dev.headrace.io.http.policy;

/**
 * How many retries there may be: a share of the requests that went well, and a few a second
 * whatever comes. A retry beyond that waits, so that an API in trouble is not given the rest. Not
 * safe for many threads.
 */
final class RetryBudget {
  private static final double MOST_SAVED = 100;
  private static final double SAVED_AT_START = 20;

  private final double perSuccess;
  private final double perSecond;
  private double saved = SAVED_AT_START;
  private long savedAt;

  RetryBudget(double perSuccess, double perSecond, long nowNanos) {
    this.perSuccess = perSuccess;
    this.perSecond = perSecond;
    this.savedAt = nowNanos;
  }

  void succeeded() {
    saved = Math.min(MOST_SAVED, saved + perSuccess);
  }

  /** How long a retry has to wait, in nanoseconds; 0 if it can be taken now. */
  long waitNanos(long nowNanos) {
    saved = Math.min(MOST_SAVED, saved + perSecond * (nowNanos - savedAt) / 1e9);
    savedAt = nowNanos;
    return saved >= 1 ? 0 : (long) Math.ceil((1 - saved) / perSecond * 1e9);
  }

  /** Spends one retry. */
  void take() {
    saved -= 1;
  }
}
