package dev.headrace.io.http.policy;

/**
 * How many requests may be out at a time: additive increase up to the most, multiplicative decrease
 * when the API says that it is too much. Not safe for many threads.
 */
final class Window {
  private static final long SECOND = 1_000_000_000L;

  private final int most;
  private double size;
  private long cutAt;
  private boolean everCut;

  Window(int most) {
    this.most = most;
    this.size = most;
  }

  int size() {
    return (int) size;
  }

  void succeeded() {
    size = Math.min(most, size + 1 / size);
  }

  void throttled(long nowNanos) {
    if (!everCut || nowNanos - cutAt >= SECOND) {
      size = Math.max(1, size / 2);
      cutAt = nowNanos;
      everCut = true;
    }
  }
}
