package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** What another attempt, running at the same time, has written into the same shard. */
class ShardFetchTest {
  private static final OffsetPages PAGES =
      OffsetPages.ofTotal("/count", 100).withFirstOffset(1).withPagePath("/count", "/query");
  private static final FetchRequest COUNT =
      FetchRequest.get(
              "usgs",
              "events",
              "/fdsnws/event/1/count?format=geojson&starttime=2018-02-01&endtime=2018-02-01T23:59:59.999Z")
          .withRole(Role.COUNT);

  /** A log into which, when it is finished, another attempt turns out to have written. */
  private static final class OvertakenLog implements ShardLog {
    private final Map<String, RawResponse> own = new HashMap<>();
    private final List<RawResponse> others;
    private final Consumer<RawResponse> found;

    OvertakenLog(List<RawResponse> others, Consumer<RawResponse> found) {
      this.others = others;
      this.found = found;
    }

    @Override
    public void landOld(Instant now) {}

    @Override
    public void announce(long requests) {}

    @Override
    public long announced() {
      return 0;
    }

    @Override
    public int attemptsBefore(String requestId) {
      return 0;
    }

    @Override
    public void remember(Map<String, Integer> attempts) {}

    @Override
    public boolean contains(String requestId) {
      return own.containsKey(requestId);
    }

    @Override
    public void append(RawResponse response) {
      own.putIfAbsent(response.request().requestId(), response);
    }

    @Override
    public void finish() {
      for (RawResponse other : others) {
        own.put(other.request().requestId(), other);
        found.accept(other);
      }
    }

    @Override
    public List<Landed> landed() {
      return List.of();
    }

    @Override
    public List<StoredObject> parts() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private static RawResponse counted(int total) {
    byte[] body = ("{\"count\":" + total + "}").getBytes(UTF_8);
    return RawResponse.of(COUNT, 200, Map.of(), Body.of(body), 1, 1, Instant.ofEpochMilli(0));
  }

  private static Fetcher fetcher(EarthquakeApi api) {
    return ShardFetches.fetcher(api.baseUri(), PAGES, ForkJoinPool.commonPool());
  }

  private static void fetchOvertakenBy(EarthquakeApi api, List<RawResponse> others)
      throws IOException, InterruptedException {
    try (Fetcher fetcher = fetcher(api)) {
      ShardFetch fetch = ShardFetches.fetch(fetcher, PAGES, new ShardFetches.Counting());
      fetch.run(List.of(COUNT), new OvertakenLog(others, fetch::found));
    }
  }

  @Test
  void anotherAttemptWithTheSameAnswerIsNoTrouble() throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      fetchOvertakenBy(api, List.of(counted(231)));
      assertThat(api.requestCount(), is(1 + 3));
    }
  }

  @Test
  void aPageThatOnlyTheOtherAttemptKnowsOfIsNotLost() {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      IOException e =
          assertThrows(IOException.class, () -> fetchOvertakenBy(api, List.of(counted(231 + 100))));
      assertThat(e.getMessage(), containsString("run it again to go on from there"));
    }
  }

  @Test
  void whatTheOtherAttemptLandedIsNoDeadLetter() {
    Script script = Script.create().on(RequestMatcher.any()).always().answer(Fault.status(500));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      assertThrows(IOException.class, () -> fetchOvertakenBy(api, List.of(counted(0))));
    }
  }

  @Test
  void aFetcherThatIsClosedSendsNothing() throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      Fetcher fetcher = fetcher(api);
      fetcher.close();

      CompletableFuture<Outcome> outcome =
          fetcher.fetch(
              fetcher.tries(
                  COUNT, new Chain(COUNT), 0, Optional.empty(), new Announcer(requests -> {}, 8)));

      assertThat(outcome.get(), is(new Outcome.Abandoned(COUNT, 0)));
      assertThat(api.requestCount(), is(0));
    }
  }
}
