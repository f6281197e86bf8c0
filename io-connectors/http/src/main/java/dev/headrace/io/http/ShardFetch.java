package dev.headrace.io.http;

import dev.headrace.io.http.Outcome.Abandoned;
import dev.headrace.io.http.Outcome.Answered;
import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.io.http.Outcome.Ignored;
import dev.headrace.io.http.Outcome.Stopped;
import dev.headrace.io.http.pages.Page;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.joda.time.Instant;

/**
 * Fetches the requests of one shard and all that follow from them. The log is only touched on the
 * thread that runs this; answers reach it through a queue.
 */
final class ShardFetch {
  private final Fetcher fetcher;
  private final Paginator paginator;
  private final Secrecy secrecy;
  private final EarlierRun.Answers earlier;
  private final int maxInFlight;
  private final Observer observer;

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> planned = new HashSet<>();
  private final Map<String, Page> found = new HashMap<>();
  private final Set<Call> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
  private final BlockingQueue<Call> done = new LinkedBlockingQueue<>();
  private final List<GivenUp> givenUp = new ArrayList<>();
  private final List<GivenUp> incomplete = new ArrayList<>();
  private final Map<String, Integer> unanswered = new HashMap<>();
  private long ignored;
  private long retriesOfUnanswered;

  private record Waiting(FetchRequest request, Chain chain) {}

  private record Call(Tries tries, CompletableFuture<Outcome> outcome) {}

  /** Sees every outcome as it comes in. */
  interface Observer {
    /** Requests were sent. */
    void sent(int requests);

    void answered(RawResponse response);

    void givenUp(GivenUp request);
  }

  ShardFetch(
      Fetcher fetcher,
      Paginator paginator,
      Secrecy secrecy,
      EarlierRun.Answers earlier,
      int maxInFlight,
      Observer observer) {
    this.fetcher = fetcher;
    this.paginator = paginator;
    this.secrecy = secrecy;
    this.earlier = earlier;
    this.maxInFlight = maxInFlight;
    this.observer = observer;
  }

  /** Takes note of a response that stands in the log already. */
  void found(RawResponse response) {
    try {
      found.put(response.request().requestId(), secrecy.without(paginator.after(response)));
    } catch (BadRecordException e) {
      throw new IllegalStateException(
          "A response landed that its paginator refuses: " + e.detail(), e);
    }
  }

  /**
   * Fetches until nothing is left to do, and finishes the log. When it cannot go on, it lands what
   * is on its way before it fails, so that the next execution need not ask for it again.
   *
   * @throws StoppedException if an answer says, by the error table, that the run is to stop
   */
  void run(Iterable<FetchRequest> requests, ShardLog log) throws IOException, InterruptedException {
    requests.forEach(request -> plan(request, new Chain(request)));
    try {
      fetchAll(log);
    } catch (IOException | RuntimeException e) {
      breakOff(log, e);
      throw e;
    }
    log.finish();
    requireOneWriter(log);
    log.remember(unanswered);
  }

  private void fetchAll(ShardLog log) throws IOException, InterruptedException {
    while (!waiting.isEmpty() || !inFlight.isEmpty()) {
      while (!waiting.isEmpty() && inFlight.size() < maxInFlight) {
        start(waiting.remove(), log);
      }
      if (!inFlight.isEmpty()) {
        finish(done.take(), log);
      }
    }
  }

  private void breakOff(ShardLog log, Exception cause) throws InterruptedException {
    try {
      fetcher.close();
      inFlight.forEach(call -> call.tries().abandonUnlessSending(call.outcome()));
      while (!inFlight.isEmpty()) {
        Call last = done.take();
        try {
          finish(last, log);
        } catch (StoppedException | IllegalStateException e) {
          remember(last.tries());
        }
      }
      log.finish();
      log.remember(unanswered);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** How many requests there were, the pages found on the way included. */
  long planned() {
    return planned.size();
  }

  /** Requests sent again for what stands in the finished log and for the rest. */
  long retries(ShardLog log) {
    return retriesOfUnanswered
        + log.landed().stream().mapToLong(landed -> landed.attempts() - 1L).sum();
  }

  /** Requests whose answer is not wanted. */
  long ignored() {
    return ignored;
  }

  /** The requests that failed for good. */
  Collection<GivenUp> givenUp() {
    return givenUp;
  }

  /** The chains that came to another number of records than they declared. */
  Collection<GivenUp> incomplete() {
    return incomplete;
  }

  private void plan(FetchRequest request, Chain chain) {
    if (planned.add(request.requestId())) {
      chain.begin();
      waiting.add(new Waiting(request, chain));
    }
  }

  private void start(Waiting next, ShardLog log) throws IOException {
    FetchRequest request = next.request();
    String id = request.requestId();
    Page page = found.get(id);
    if (page != null && log.contains(id)) {
      answered(request, next.chain(), page);
      return;
    }
    Tries tries = fetcher.tries(request, next.chain(), log.attemptsBefore(id), earlier.find(id));
    CompletableFuture<Outcome> outcome = fetcher.fetch(tries);
    Call call = new Call(tries, outcome);
    inFlight.add(call);
    CompletableFuture<?> unused = outcome.whenComplete((value, failure) -> done.add(call));
  }

  private void finish(Call call, ShardLog log) throws IOException, InterruptedException {
    inFlight.remove(call);
    Tries tries = call.tries();
    observer.sent(tries.sent());
    Outcome outcome = outcomeOf(call);
    if (outcome instanceof Answered answered) {
      land(answered, tries, log);
      return;
    }
    remember(tries);
    retriesOfUnanswered += Math.max(0, outcome.attempts() - 1);
    if (outcome instanceof GivenUp failed) {
      givenUp.add(failed);
      observer.givenUp(failed);
      gaveUp(tries.chain());
    } else if (outcome instanceof Ignored) {
      ignored++;
      gaveUp(tries.chain());
    } else if (outcome instanceof Stopped stopped) {
      throw new StoppedException(stopped.detail());
    }
  }

  private void land(Answered answered, Tries tries, ShardLog log) throws IOException {
    try (Body body = answered.response().body()) {
      log.append(answered.response());
      observer.answered(answered.response());
    } catch (IOException | RuntimeException e) {
      remember(tries);
      throw e;
    }
    answered(tries.request(), tries.chain(), answered.page());
  }

  private void remember(Tries tries) {
    unanswered.put(tries.request().requestId(), tries.sent());
  }

  private void answered(FetchRequest request, Chain chain, Page page) {
    for (FetchRequest next : page.next()) {
      plan(next, chain.of(request, next));
    }
    chain.answered(request, page);
    check(chain);
  }

  private void gaveUp(Chain chain) {
    chain.gaveUp();
    check(chain);
  }

  private void check(Chain chain) {
    chain
        .incomplete()
        .ifPresent(
            detail -> {
              Instant now = Instant.now();
              incomplete.add(new GivenUp(chain.first(), Reason.INCOMPLETE, detail, 1, now, now));
            });
  }

  private Outcome outcomeOf(Call call) throws InterruptedException {
    if (call.outcome().isCancelled()) {
      return new Abandoned(call.tries().request(), call.tries().attempts());
    }
    try {
      return call.outcome().get();
    } catch (ExecutionException e) {
      remember(call.tries());
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
        !planned.containsAll(found.keySet())
            || found.values().stream()
                .flatMap(page -> page.next().stream())
                .anyMatch(page -> !planned.contains(page.requestId()));
    if (landedByOther || foundByOther) {
      throw new IOException(
          "Another attempt of the same run has written the same shard with another outcome;"
              + " run it again to go on from there");
    }
  }
}
