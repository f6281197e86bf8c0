package dev.headrace.io.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Lets a shard's requests out only once its log knows of them, so that none goes uncounted if the
 * worker is killed. They are announced some at a time and ahead of need, so that they seldom wait:
 * besides those whose turn it is as many as are known to come, up to twice the requests in flight;
 * where it is not known whether any will come, as many as there were already, up to {@value
 * #UNKNOWN_AHEAD}. By so many the number of an execution that is killed can be too high. Never
 * blocks but at its end, safe for use by many threads.
 */
final class Announcer {
  /** Requests announced that may never be sent: retries, redirects, the next pages of a chain. */
  static final int UNKNOWN_AHEAD = 8;

  private static final ExecutorService WRITERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "headrace-announcements");
            thread.setDaemon(true);
            return thread;
          });

  private final Log log;
  private final int maxInFlight;
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private @Nullable CompletableFuture<Void> writing;
  private @Nullable UnannouncedException failure;
  private long letOut;
  private long announced;
  private int expected;

  /** Where requests are announced. */
  interface Log {
    /** Writes down how many requests are sent in all; when it has returned, the number stands. */
    void announce(long requests) throws IOException;
  }

  Announcer(Log log, int maxInFlight) {
    this.log = log;
    this.maxInFlight = maxInFlight;
  }

  /** So many requests are going to be sent, besides those that are under way. */
  synchronized void expect(int requests) {
    expected = requests;
  }

  /** Completes when one more request may be sent; fails if the log takes no announcement. */
  CompletableFuture<Void> next() {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(turn);
    }
    letOut();
    return turn;
  }

  private void letOut() {
    List<CompletableFuture<Void>> turns = new ArrayList<>();
    UnannouncedException failed;
    synchronized (this) {
      failed = failure;
      while (!waiting.isEmpty() && (failed != null || letOut < announced)) {
        turns.add(waiting.remove());
        letOut++;
      }
      if (failed == null && writing == null && isMoreNeeded()) {
        announce(letOut + waiting.size() + ahead());
      }
    }
    for (CompletableFuture<Void> turn : turns) {
      boolean unused = failed == null ? turn.complete(null) : turn.completeExceptionally(failed);
    }
  }

  private boolean isMoreNeeded() {
    long left = announced - letOut;
    return !waiting.isEmpty() || (left <= maxInFlight && left < expected);
  }

  private long ahead() {
    long known = Math.min(expected, 2L * maxInFlight);
    return Math.max(known, Math.min(letOut, UNKNOWN_AHEAD));
  }

  private void announce(long requests) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    WRITERS.execute(
        () -> {
          UnannouncedException failed = write(requests);
          synchronized (this) {
            writing = null;
            if (failed == null) {
              announced = requests;
            } else if (failure == null) {
              failure = failed;
            }
          }
          written.complete(null);
          letOut();
        });
    writing = written;
  }

  /** Whatever goes wrong is told to those who wait, who would wait for ever. */
  private @Nullable UnannouncedException write(long requests) {
    try {
      log.announce(requests);
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return new UnannouncedException(e);
    }
  }

  /**
   * Lets nothing out any more, and puts what was sent in the place of what was announced.
   *
   * @param sent requests, of which none is under way
   */
  void end(long sent) throws IOException {
    CompletableFuture<Void> last;
    boolean certain;
    synchronized (this) {
      certain = failure == null;
      failure = new UnannouncedException(new IOException("The fetch is over"));
      last = writing;
    }
    if (last != null) {
      last.join();
    }
    letOut();
    if (!certain || announced() != sent) {
      log.announce(sent);
    }
  }

  private synchronized long announced() {
    return announced;
  }

  /** The log takes no announcement, which is no failure of the API. */
  static final class UnannouncedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnannouncedException(Throwable cause) {
      super("Requests cannot be announced: " + cause.getMessage(), cause);
    }
  }
}
