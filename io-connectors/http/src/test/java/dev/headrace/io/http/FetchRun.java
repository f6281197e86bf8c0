package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;

/** One run of a fetch on the DirectRunner, and all that came of it. */
final class FetchRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Queue<Object>> COLLECTED = new ConcurrentHashMap<>();

  private final MemoryLanding landing;
  private final List<DeadLetter> deadLetters;
  private final List<LedgerEntry> ledger;
  private final List<Landed> receipts;

  private FetchRun(
      MemoryLanding landing,
      List<DeadLetter> deadLetters,
      List<LedgerEntry> ledger,
      List<Landed> receipts) {
    this.landing = landing;
    this.deadLetters = deadLetters;
    this.ledger = ledger;
    this.receipts = receipts;
  }

  /** A fetch from a server on this machine. */
  static Fetch fetch(URI url) {
    return HttpIO.fetch(url, DeadLetter.Context.of("run", "stub", "items")).withPrivateAddresses();
  }

  /** Retries that wait for next to nothing. */
  static Retries quick(int attempts) {
    return Retries.defaults()
        .withMaxAttempts(attempts)
        .withDelays(Duration.ofMillis(1), Duration.ofMillis(5))
        .withRetryBudget(1, 1_000)
        .withCircuitBreaker(1_000, Duration.ofMillis(1));
  }

  /** Runs the fetch for the requests. */
  static FetchRun of(Fetch fetch, List<FetchRequest> requests) {
    return of(fetch, requests, new MemoryLanding(UUID.randomUUID().toString()));
  }

  /** Runs the fetch for the requests, with what an earlier execution has landed. */
  static FetchRun of(Fetch fetch, List<FetchRequest> requests, MemoryLanding landing) {
    String run = UUID.randomUUID().toString();
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple fetched =
        pipeline
            .apply(Create.of(requests).withCoder(FetchRequest.CODER))
            .apply(fetch.landingIn(landing));
    fetched.get(Fetch.DEAD_LETTERS).apply("Dead", ParDo.of(new CollectFn<>(run + "dead")));
    fetched.get(Fetch.LEDGER).apply("Ledger", ParDo.of(new CollectFn<>(run + "ledger")));
    fetched.get(Fetch.LANDED).apply("Receipts", ParDo.of(new CollectFn<>(run + "receipts")));
    pipeline.run().waitUntilFinish();
    return new FetchRun(
        landing,
        collected(run + "dead").stream().map(DeadLetter.class::cast).toList(),
        collected(run + "ledger").stream().map(LedgerEntry.class::cast).toList(),
        collected(run + "receipts").stream().map(Landed.class::cast).toList());
  }

  private static Queue<Object> collected(String name) {
    return COLLECTED.computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>());
  }

  MemoryLanding landing() {
    return landing;
  }

  List<RawResponse> landed() {
    return landing.responses();
  }

  List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  List<Landed> receipts() {
    return receipts;
  }

  /** Whether every request has come to one end, and each chain that lacks something to another. */
  boolean isBalanced() {
    return count(Account.PLANNED) + count(Account.INCOMPLETE)
        == landed().size() + deadLetters.size() + count(Account.IGNORED);
  }

  /** The reasons of the dead letters. */
  List<Reason> reasons() {
    return deadLetters.stream().map(DeadLetter::reason).sorted().toList();
  }

  long count(Account account) {
    return ledger.stream()
        .filter(entry -> entry.account() == account)
        .mapToLong(LedgerEntry::amount)
        .sum();
  }

  /** What became of the request with that fault in its context, and how often it was sent. */
  String endOf(String fault) {
    for (RawResponse response : landed()) {
      if (fault.equals(response.request().context().get("fault"))) {
        return "landed, " + response.attempts();
      }
    }
    for (DeadLetter letter : deadLetters) {
      if (fault.equals(requestOf(letter).at("/context/fault").asText())) {
        return "dead letter " + letter.reason() + ", " + letter.attempts();
      }
    }
    return "ignored, 1";
  }

  /** The request that a dead letter is about. */
  static JsonNode requestOf(DeadLetter letter) {
    try {
      return JSON.readTree(new String(letter.payload(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class CollectFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;
    private final String name;

    CollectFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element T element) {
      collected(name).add(element);
    }
  }
}
