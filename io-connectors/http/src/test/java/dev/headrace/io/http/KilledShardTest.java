package dev.headrace.io.http;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.headrace.io.http.pages.Page;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what is said to have been sent, when the worker of a shard is killed. */
class KilledShardTest {
  private static final int CHAINS = 10;
  private static final int PAGES = 3;
  private static final int MOST_AHEAD = 3 * ShardFetches.IN_FLIGHT;
  private static final List<FetchRequest> REQUESTS =
      IntStream.range(0, CHAINS).mapToObj(chain -> request(chain, 0)).toList();
  private static final Set<String> ALL =
      IntStream.range(0, CHAINS * PAGES)
          .mapToObj(i -> request(i / PAGES, i % PAGES).url())
          .collect(Collectors.toSet());
  private static final Paginator CHAINED =
      response -> {
        String[] at = response.request().url().split("/", -1);
        int page = Integer.parseInt(at[2]) + 1;
        return page < PAGES
            ? Page.before(List.of(request(Integer.parseInt(at[1]), page)))
            : Page.last();
      };

  private final ExecutorService executor = Executors.newFixedThreadPool(4);

  private static FetchRequest request(int chain, int page) {
    return FetchRequest.get("api", "items", "/" + chain + "/" + page);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  /** Some requests are answered only when they have come twice. */
  private static StubApi flaky() {
    Map<String, Integer> seen = new ConcurrentHashMap<>();
    return StubApi.start(
        request ->
            seen.merge(request.path(), 1, Integer::sum) < answeredAt(request.path())
                ? Answer.status(503)
                : Answer.text(request.path()));
  }

  private static int answeredAt(String path) {
    return path.matches("/[0369]/0|/[048]/1") ? 2 : 1;
  }

  /** Fetches the shard with a worker that may die; planned + retries as it reports them. */
  private long fetch(StubApi api, Function<ShardFetch, MortalShard.Log> open) throws Exception {
    try (Fetcher fetcher = ShardFetches.fetcher(api.baseUri(), CHAINED, executor)) {
      ShardFetch fetch = ShardFetches.fetch(fetcher, CHAINED, new ShardFetches.Counting());
      MortalShard.Log log = open.apply(fetch);
      fetch.run(REQUESTS, log);
      return fetch.planned() + fetch.retries(log);
    }
  }

  private long fetchToTheEnd(StubApi api, MortalShard shard) throws Exception {
    return fetch(api, fetch -> shard.open(MortalShard.IMMORTAL, false, fetch::found));
  }

  /** Whether the worker that was to die at that write came so far. */
  private boolean killedAt(int write, boolean written, StubApi api, MortalShard shard)
      throws Exception {
    try {
      fetch(api, fetch -> shard.open(write, written, fetch::found));
      return false;
    } catch (IOException e) {
      assertThat(e.getMessage(), containsString(MortalShard.DEAD));
      return true;
    }
  }

  private static Map<String, Long> times(StubApi api) {
    return api.received().stream()
        .collect(Collectors.groupingBy(Received::path, TreeMap::new, Collectors.counting()));
  }

  private static Set<String> urls(MortalShard shard) {
    return shard.landed().stream()
        .map(response -> response.request().url())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereverItDiesOnlyWhatHasNotLandedIsSentAgainAndAllIsCounted(boolean written)
      throws Exception {
    int write = 0;
    boolean died = true;
    while (died) {
      String when = "killed at write " + write + (written ? ", which stands" : "");
      try (StubApi api = flaky()) {
        MortalShard shard = new MortalShard();
        died = killedAt(write, written, api, shard);
        Map<String, Long> before = times(api);
        Set<String> landedBefore = urls(shard);
        long announced = shard.announced();
        long sent = api.requestCount();
        assertThat(when, announced, is(greaterThanOrEqualTo(sent)));
        assertThat(when, announced, is(lessThanOrEqualTo(sent + MOST_AHEAD)));

        long reported = fetchToTheEnd(api, shard);

        assertThat(when, urls(shard), is(ALL));
        assertThat(when, times(api), is(expected(before, landedBefore)));
        assertThat(when, reported, is(announced + api.requestCount() - sent));
      }
      write++;
    }
    assertThat("writes of a shard", write, is(greaterThan(10)));
  }

  /** How often each has come once the second worker has sent what it lacks, and no more. */
  private static Map<String, Long> expected(Map<String, Long> before, Set<String> landed) {
    Map<String, Long> expected = new TreeMap<>(before);
    for (String url : ALL) {
      if (!landed.contains(url)) {
        expected.merge(url, Math.max(1, answeredAt(url) - before.getOrDefault(url, 0L)), Long::sum);
      }
    }
    return expected;
  }

  @Test
  void whatIsLeftAloneIsCountedToTheRequest() throws Exception {
    try (StubApi api = flaky()) {
      MortalShard shard = new MortalShard();

      assertThat(fetchToTheEnd(api, shard), is((long) api.requestCount()));
      assertThat(shard.announced(), is((long) api.requestCount()));
    }
  }

  @Test
  void whatAnEarlierVersionFetchedWithoutAnnouncingItKeepsTheRetriesThatAreKnown()
      throws Exception {
    try (StubApi api = flaky()) {
      MortalShard shard = new MortalShard();
      fetchToTheEnd(api, shard);
      shard.forgetAnnouncements();

      assertThat(fetchToTheEnd(api, shard), is((long) api.requestCount()));
    }
  }

  @Test
  void whatWaitsInTheLogIsLandedThoughNoAnswerComes() throws Exception {
    CountDownLatch landed = new CountDownLatch(1);
    try (StubApi api =
        StubApi.start(
            request -> {
              boolean inTime = !request.path().equals("/1/0") || isOver(landed);
              return inTime ? Answer.text(request.path()) : Answer.status(404);
            })) {
      MortalShard shard = new MortalShard();
      fetch(
          api,
          fetch ->
              shard.open(MortalShard.IMMORTAL, false, fetch::found).onLandOld(landed::countDown));

      assertThat(urls(shard), is(ALL));
    }
  }

  private static boolean isOver(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
