package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.pages.Page;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what is under way when a shard's log does not take an answer. */
class BrokenLogTest {
  private static final List<FetchRequest> REQUESTS =
      IntStream.range(0, 40).mapToObj(i -> FetchRequest.get("api", "items", "/" + i)).toList();

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final MemoryLanding landing = new MemoryLanding(UUID.randomUUID().toString());
  private final ShardFetches.Counting sent = new ShardFetches.Counting();

  /** Fails once, after so many answers. */
  private static final class FailingLog implements ShardLog {
    private final ShardLog log;
    private final int failsAfter;
    private final CountDownLatch mayFail;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final IOException failure = new IOException("The disk is full");
    private final Map<String, Integer> remembered = new HashMap<>();
    private int appended;

    FailingLog(ShardLog log, int failsAfter, CountDownLatch mayFail) {
      this.log = log;
      this.failsAfter = failsAfter;
      this.mayFail = mayFail;
    }

    @Override
    public boolean contains(String requestId) {
      return log.contains(requestId);
    }

    @Override
    public void append(RawResponse response) throws IOException {
      if (appended++ == failsAfter) {
        awaitQuietly(mayFail, 60_000);
        throw failure;
      }
      log.append(response);
    }

    @Override
    public void landOld(Instant now) throws IOException {
      log.landOld(now);
    }

    @Override
    public void announce(long requests) throws IOException {
      log.announce(requests);
    }

    @Override
    public long announced() throws IOException {
      return log.announced();
    }

    @Override
    public int attemptsBefore(String requestId) {
      return log.attemptsBefore(requestId);
    }

    @Override
    public void remember(Map<String, Integer> attempts) throws IOException {
      assertThat(finished.getCount(), is(0L));
      remembered.putAll(attempts);
      log.remember(attempts);
    }

    @Override
    public void finish() throws IOException {
      finished.countDown();
      log.finish();
    }

    @Override
    public List<Landed> landed() {
      return log.landed();
    }

    @Override
    public List<StoredObject> parts() {
      return log.parts();
    }

    @Override
    public void close() {}
  }

  private static void awaitQuietly(CountDownLatch latch, long millis) {
    try {
      boolean unused = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private Fetcher fetcher(StubApi api, Paginator paginator) {
    return ShardFetches.fetcher(api.baseUri(), paginator, executor);
  }

  private FailingLog brokenOff(StubApi api, Paginator paginator, int after, CountDownLatch mayFail)
      throws IOException {
    try (Fetcher fetcher = fetcher(api, paginator)) {
      ShardFetch fetch = ShardFetches.fetch(fetcher, paginator, sent);
      ShardLog log = landing.open(0, PipelineOptionsFactory.create(), fetch::found);
      FailingLog failing = new FailingLog(log, after, mayFail);
      IOException thrown = assertThrows(IOException.class, () -> fetch.run(REQUESTS, failing));
      assertThat(thrown, is(sameInstance(failing.failure)));
      assertThat(thrown.getSuppressed().length, is(0));
      return failing;
    }
  }

  private static int total(Map<String, Integer> attempts) {
    return attempts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int landedAttempts() {
    return landing.responses().stream().mapToInt(RawResponse::attempts).sum();
  }

  /** Every third request is answered only when it has come twice. */
  private static StubApi flaky() {
    Map<String, Integer> seen = new HashMap<>();
    return StubApi.start(
        request -> {
          synchronized (seen) {
            int times = seen.merge(request.path(), 1, Integer::sum);
            boolean fails = times == 1 && Integer.parseInt(request.path().substring(1)) % 3 == 0;
            return fails ? Answer.status(503) : Answer.text(request.path());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 39})
  void whatIsUnderWayLandsAndAllThatWasSentIsRemembered(int after) throws Exception {
    try (StubApi api = flaky()) {
      FailingLog log = brokenOff(api, Paginator.singlePage(), after, new CountDownLatch(0));

      assertThat(log.finished.getCount(), is(0L));
      assertThat(total(log.remembered), is(greaterThan(0)));
      assertThat(landedAttempts() + total(log.remembered), is(api.requestCount()));
      assertThat(sent.count(), is(api.requestCount()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 39})
  void theNextExecutionSendsTheRestAndReportsAllThatWasSent(int after) throws Exception {
    try (StubApi api = flaky()) {
      brokenOff(api, Paginator.singlePage(), after, new CountDownLatch(0));
      int before = api.requestCount();
      Set<String> landed =
          Set.copyOf(landing.responses().stream().map(r -> r.request().url()).toList());

      try (Fetcher fetcher = fetcher(api, Paginator.singlePage())) {
        ShardFetch fetch = ShardFetches.fetch(fetcher, Paginator.singlePage(), sent);
        ShardLog log = landing.open(0, PipelineOptionsFactory.create(), fetch::found);
        fetch.run(REQUESTS, log);

        assertThat(landing.responses().size(), is(REQUESTS.size()));
        assertThat(fetch.planned() + fetch.retries(log), is((long) api.requestCount()));
      }
      api.received().stream()
          .skip(before)
          .forEach(request -> assertThat(landed.contains(request.path()), is(false)));
    }
  }

  @Test
  void anAnswerThatIsBeingReadWhenTheLogBreaksLands() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch broken = new CountDownLatch(1);
    Paginator slow =
        response -> {
          if (response.request().url().equals("/1")) {
            reading.countDown();
            // Nobody tells when it is certain that it was not waited for.
            awaitQuietly(broken, 500);
          }
          return Page.last();
        };
    try (StubApi api = flaky()) {
      FailingLog log = brokenOff(api, slow, 0, reading);

      assertThat(log.contains(REQUESTS.get(1).requestId()), is(true));
      assertThat(landedAttempts() + total(log.remembered), is(api.requestCount()));
    }
  }
}
