package dev.headrace.io.http;

import com.google.common.base.Throwables;
import dev.headrace.io.http.Announcer.UnannouncedException;
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
import java.util.concurrent.TimeUnit;
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
  private final Map<String, Found> found = new HashMap<>();
  private final Set<Call> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());
  private final BlockingQueue<Call> done = new LinkedBlockingQueue<>();
  private final List<GivenUp> givenUp = new ArrayList<>();
  private final List<GivenUp> incomplete = new ArrayList<>();
  private final Map<String, Integer> sent = new HashMap<>();
  private long ignored;
  private long unsent;
  private long retriesOfUnanswered;
  private long announced;

  private record Found(Page page, String sha256) {}

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
      found.put(
          response.request().requestId(),
          new Found(secrecy.without(paginator.after(response)), response.body().sha256()));
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
    Set<String> landedBefore = Set.copyOf(found.keySet());
    Announcer announcer = new Announcer(log::announce, maxInFlight);
    requests.forEach(request -> plan(request, new Chain(request)));
    try {
      fetchAll(log, announcer);
      log.finish();
    } catch (IOException | RuntimeException e) {
      breakOff(log, announcer, e);
      throw e;
    } catch (InterruptedException e) {
      breakOff(log, announcer, e);
      Thread.currentThread().interrupt();
      throw e;
    }
    log.remember(unanswered(log));
    announcer.end(sent());
    announced = log.announced();
    requireOneWriter(log, landedBefore);
    // What stands in the log and follows from nothing any more, since the API has changed its mind.
    planned.addAll(landedBefore);
  }

  private void fetchAll(ShardLog log, Announcer announcer)
      throws IOException, InterruptedException {
    while (!waiting.isEmpty() || !inFlight.isEmpty()) {
      while (!waiting.isEmpty() && inFlight.size() < maxInFlight) {
        start(waiting.remove(), log, announcer);
      }
      if (!inFlight.isEmpty()) {
        finish(nextDone(log), log);
      }
    }
  }

  /** While none comes, those that wait for others in the log are not to wait too long. */
  private Call nextDone(ShardLog log) throws IOException, InterruptedException {
    Call call;
    while ((call = done.poll(1, TimeUnit.SECONDS)) == null) {
      log.landOld(fetcher.now());
    }
    return call;
  }

  /** Lands what is on its way, and remembers what was sent for nothing. */
  private void breakOff(ShardLog log, Announcer announcer, Exception cause) {
    fetcher.close();
    inFlight.forEach(call -> call.tries().abandonUnlessSending(call.outcome()));
    while (!inFlight.isEmpty()) {
      attempt(cause, () -> finish(done.take(), log));
    }
    attempt(cause, log::finish);
    attempt(cause, () -> log.remember(unanswered(log)));
    attempt(cause, () -> announcer.end(sent()));
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static void attempt(Exception cause, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | InterruptedException e) {
      cause.addSuppressed(e);
    }
  }

  /** Requests that this execution sent for what does not stand in the log. */
  private Map<String, Integer> unanswered(ShardLog log) {
    Map<String, Integer> unanswered = new HashMap<>(sent);
    log.landed().forEach(landed -> unanswered.remove(landed.requestId()));
    return unanswered;
  }

  /** Requests sent by this execution. */
  private long sent() {
    return sent.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** How many requests there were, the pages found on the way included. */
  long planned() {
    return planned.size();
  }

  /**
   * Requests sent again, by all executions: what they announced beyond one for each request. An
   * earlier version announced nothing; then it is what is known of each request.
   */
  long retries(ShardLog log) {
    long known =
        retriesOfUnanswered
            + log.landed().stream().mapToLong(landed -> landed.attempts() - 1L).sum();
    return Math.max(known, announced - (planned() - unsent));
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

  private void start(Waiting next, ShardLog log, Announcer announcer) throws IOException {
    FetchRequest request = next.request();
    String id = request.requestId();
    Found before = found.get(id);
    if (before != null && log.contains(id)) {
      next.chain().note(request, before.page(), before.sha256());
      answered(request, next.chain(), before.page());
      return;
    }
    announcer.expect(waiting.size());
    Tries tries =
        fetcher.tries(request, next.chain(), log.attemptsBefore(id), earlier.find(id), announcer);
    CompletableFuture<Outcome> outcome = fetcher.fetch(tries);
    Call call = new Call(tries, outcome);
    inFlight.add(call);
    CompletableFuture<?> unused = outcome.whenComplete((value, failure) -> done.add(call));
  }

  private void finish(Call call, ShardLog log) throws IOException, InterruptedException {
    inFlight.remove(call);
    Tries tries = call.tries();
    observer.sent(tries.sent());
    if (tries.sent() > 0) {
      sent.put(tries.request().requestId(), tries.sent());
    }
    Outcome outcome = outcomeOf(call);
    if (outcome instanceof Answered answered) {
      land(answered, tries, log);
      return;
    }
    unsent += outcome.attempts() == 0 ? 1 : 0;
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
    }
    answered(tries.request(), tries.chain(), answered.page());
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

  private static Outcome outcomeOf(Call call) throws IOException, InterruptedException {
    if (call.outcome().isCancelled()) {
      return new Abandoned(call.tries().request(), call.tries().attempts());
    }
    try {
      return call.outcome().get();
    } catch (ExecutionException e) {
      for (Throwable cause : Throwables.getCausalChain(e)) {
        if (cause instanceof UnannouncedException unannounced) {
          throw new IOException(unannounced.getMessage(), unannounced);
        }
      }
      throw new IllegalStateException("Fetching failed by an error of its own", e.getCause());
    }
  }

  /**
   * An attempt that ran at the same time can have landed what this one gave up, or have found pages
   * that this one did not: then only another try, which starts from the whole log, tells the truth.
   */
  private void requireOneWriter(ShardLog log, Set<String> landedBefore) throws IOException {
    boolean landedByOther =
        givenUp.stream().anyMatch(failed -> log.contains(failed.request().requestId()));
    boolean foundByOther =
        found.entrySet().stream()
            .filter(other -> !landedBefore.contains(other.getKey()))
            .anyMatch(
                other ->
                    !planned.contains(other.getKey())
                        || other.getValue().page().next().stream()
                            .anyMatch(page -> !planned.contains(page.requestId())));
    if (landedByOther || foundByOther) {
      throw new IOException(
          "Another attempt of the same run has written the same shard with another outcome;"
              + " run it again to go on from there");
    }
  }
}
