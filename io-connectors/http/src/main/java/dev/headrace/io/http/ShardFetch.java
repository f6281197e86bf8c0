package dev.headrace.io.http;

import dev.headrace.io.http.Outcome.Answered;
import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Fetches the requests of one shard and all that follow from them. The log is only touched on the
 * thread that runs this; answers reach it through a queue.
 */
final class ShardFetch {
  private final Fetcher fetcher;
  private final Paginator paginator;
  private final int maxInFlight;
  private final Observer observer;

  private final Queue<FetchRequest> waiting = new ArrayDeque<>();
  private final Set<String> planned = new HashSet<>();
  private final Map<String, List<FetchRequest>> foundNext = new HashMap<>();
  private final BlockingQueue<CompletableFuture<Outcome>> done = new LinkedBlockingQueue<>();
  private final List<GivenUp> givenUp = new ArrayList<>();
  private int inFlight;

  /** Sees every outcome as it comes in. */
  interface Observer {
    void answered(RawResponse response);

    void givenUp(GivenUp request);
  }

  ShardFetch(Fetcher fetcher, Paginator paginator, int maxInFlight, Observer observer) {
    this.fetcher = fetcher;
    this.paginator = paginator;
    this.maxInFlight = maxInFlight;
    this.observer = observer;
  }

  /** Takes note of a response that stands in the log already. */
  void found(RawResponse response) {
    try {
      foundNext.put(response.request().requestId(), paginator.after(response).next());
    } catch (BadRecordException e) {
      throw new IllegalStateException(
          "A response landed that its paginator refuses: " + e.detail(), e);
    }
  }

  /** Fetches until nothing is left to do, and finishes the log. */
  void run(Iterable<FetchRequest> requests, ShardLog log) throws IOException, InterruptedException {
    requests.forEach(waiting::add);
    while (!waiting.isEmpty() || inFlight > 0) {
      while (!waiting.isEmpty() && inFlight < maxInFlight) {
        start(waiting.remove(), log);
      }
      if (inFlight > 0) {
        finish(done.take(), log);
      }
    }
    log.finish();
    requireOneWriter(log);
  }

  /** How many requests there were, the pages found on the way included. */
  long planned() {
    return planned.size();
  }

  /** The requests that failed for good. */
  Collection<GivenUp> givenUp() {
    return givenUp;
  }

  private void start(FetchRequest request, ShardLog log) {
    String id = request.requestId();
    if (!planned.add(id)) {
      return;
    }
    if (log.contains(id)) {
      waiting.addAll(foundNext.getOrDefault(id, List.of()));
      return;
    }
    inFlight++;
    CompletableFuture<Outcome> outcome = fetcher.fetch(request);
    CompletableFuture<?> unused = outcome.whenComplete((value, failure) -> done.add(outcome));
  }

  private void finish(CompletableFuture<Outcome> done, ShardLog log)
      throws IOException, InterruptedException {
    inFlight--;
    Outcome outcome = outcomeOf(done);
    if (outcome instanceof Answered answered) {
      log.append(answered.response());
      observer.answered(answered.response());
      waiting.addAll(answered.next());
    } else if (outcome instanceof GivenUp failed) {
      givenUp.add(failed);
      observer.givenUp(failed);
    }
  }

  private static Outcome outcomeOf(CompletableFuture<Outcome> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Fetching failed by an error of its own", e.getCause());
    }
  }

  /**
   * An attempt that ran at the same time can have landed what this one gave up, or have found pages
   * that this one did not: then only another try, which starts from the whole log, tells the truth.
   */
  private void requireOneWriter(ShardLog log) throws IOException {
    boolean landedByOther =
        givenUp.stream().anyMatch(failed -> log.contains(failed.request().requestId()));
    boolean foundByOther =
        !planned.containsAll(foundNext.keySet())
            || foundNext.values().stream()
                .flatMap(List::stream)
                .anyMatch(page -> !planned.contains(page.requestId()));
    if (landedByOther || foundByOther) {
      throw new IOException(
          "Another attempt of the same run has written the same shard with another outcome;"
              + " run it again to go on from there");
    }
  }
}
