package dev.headrace.benchmarks;

import java.time.Instant;
import java.util.Locale;

/** Counts what a server sees. */
final class Traffic {
  private int requests;
  private int answered;
  private int inProgress;
  private int maxConcurrent;
  private Instant firstArrived = Instant.EPOCH;
  private Instant lastSent = Instant.EPOCH;

  /**
   * What a server has seen.
   *
   * @param requests how many requests arrived
   * @param answered how many answers were sent to their end
   * @param maxConcurrent how many requests were waiting for their answer at most
   * @param firstArrived when the first request arrived
   * @param lastSent when the last answer was sent
   */
  record Seen(
      int requests, int answered, int maxConcurrent, Instant firstArrived, Instant lastSent) {

    static Seen parse(String line) {
      String[] part = line.split(" ", -1);
      return new Seen(
          Integer.parseInt(part[0]),
          Integer.parseInt(part[1]),
          Integer.parseInt(part[2]),
          Instant.parse(part[3]),
          Instant.parse(part[4]));
    }

    String line() {
      return String.format(
          Locale.ROOT, "%d %d %d %s %s", requests, answered, maxConcurrent, firstArrived, lastSent);
    }
  }

  synchronized void arrived() {
    if (requests++ == 0) {
      firstArrived = Instant.now();
    }
    maxConcurrent = Math.max(maxConcurrent, ++inProgress);
  }

  synchronized void answering() {
    inProgress--;
  }

  synchronized void sent() {
    answered++;
    lastSent = Instant.now();
  }

  /** Tells what was seen, and begins anew. */
  synchronized Seen take() {
    Seen seen = new Seen(requests, answered, maxConcurrent, firstArrived, lastSent);
    requests = 0;
    answered = 0;
    maxConcurrent = 0;
    return seen;
  }
}
