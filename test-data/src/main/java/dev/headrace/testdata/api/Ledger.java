package dev.headrace.testdata.api;

import java.util.ArrayList;
import java.util.List;

/** What one server has been asked and has answered. */
final class Ledger {

  private final List<Served> served = new ArrayList<>();
  private int requests;
  private int inProgress;
  private int maxConcurrent;
  private boolean closed;

  /** Notes an arrival and returns the number of arrivals so far. */
  synchronized int arrived() {
    requests++;
    inProgress++;
    maxConcurrent = Math.max(maxConcurrent, inProgress);
    return requests;
  }

  synchronized void abandoned() {
    inProgress--;
  }

  /** Notes an answer that is about to be sent and returns its place in the list. */
  synchronized int answering(Served answer) {
    inProgress--;
    served.add(answer);
    return served.size() - 1;
  }

  /** Notes that an answer could not be sent; not after closing, which itself cuts connections. */
  synchronized void lost(int place) {
    if (!closed) {
      served.set(place, served.get(place).lost());
    }
  }

  synchronized void close() {
    closed = true;
  }

  synchronized List<Served> served() {
    return List.copyOf(served);
  }

  synchronized int requests() {
    return requests;
  }

  synchronized int maxConcurrent() {
    return maxConcurrent;
  }
}
