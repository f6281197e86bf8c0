package dev.headrace.testdata.stub;

import java.util.ArrayList;
import java.util.List;

/** What arrived, and how much of it at a time. */
final class Arrivals {

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

  Rates rates() {
    return Rates.of(all().stream().mapToLong(Received::receivedNanos).toArray());
  }
}
