package dev.headrace.testdata.stub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What arrived, and how much of it at a time. */
final class Arrivals {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final List<Received> received = new ArrayList<>();
  private int inProgress;
  private int maxInProgress;

  synchronized Received arrived(RequestHead head, byte[] body, int connection) {
    Received request = new Received(head, body, received.size() + 1, connection);
    received.add(request);
    inProgress++;
    maxInProgress = Math.max(maxInProgress, inProgress);
    return request;
  }

  synchronized void answered() {
    inProgress--;
  }

  synchronized List<Received> all() {
    return List.copyOf(received);
  }

  synchronized int count() {
    return received.size();
  }

  synchronized int maxInProgress() {
    return maxInProgress;
  }

  int maxPerSecond() {
    long[] nanos = sortedNanos();
    int max = 0;
    int from = 0;
    for (int to = 0; to < nanos.length; to++) {
      while (nanos[to] - nanos[from] >= SECOND) {
        from++;
      }
      max = Math.max(max, to - from + 1);
    }
    return max;
  }

  double meanPerSecond() {
    long[] nanos = sortedNanos();
    if (nanos.length < 2) {
      return 0;
    }
    long span = Math.max(1, nanos[nanos.length - 1] - nanos[0]);
    return (nanos.length - 1) * (double) SECOND / span;
  }

  /**
   * Requests are listed when they are complete, which need not be the order of their first lines.
   */
  private long[] sortedNanos() {
    return all().stream().mapToLong(Received::receivedNanos).sorted().toArray();
  }
}
