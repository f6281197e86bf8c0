package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.api.Served;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpIOTest {
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("run", "usgs", "events");
  private static final OffsetPages PAGES =
      OffsetPages.ofTotal("/count", 40).withFirstOffset(1).withPagePath("/count", "/query");
  private static final Retries QUICK =
      Retries.defaults().withMaxAttempts(3).withDelays(Duration.ofMillis(1), Duration.ofMillis(5));

  private final MemoryLanding landing = new MemoryLanding(UUID.randomUUID().toString());

  private static FetchRequest day(int day) {
    String url =
        "/fdsnws/event/1/count?format=geojson&orderby=time-asc&starttime=2018-02-0%d&endtime=2018-02-0%dT23:59:59.999Z"
            .formatted(day, day);
    return FetchRequest.get("usgs", "events", url)
        .withRole(Role.COUNT)
        .withContext(Map.of("day", "2018-02-0" + day));
  }

  private Fetch fetch(EarthquakeApi api) {
    return HttpIO.fetch(api.baseUri(), CONTEXT)
        .withPrivateAddresses()
        .landingIn(landing)
        .withPaginator(PAGES)
        .withRetries(QUICK)
        .withShards(3);
  }

  /** Runs the fetch, and checks of every run that planned = landed + dead. */
  private void run(Fetch fetch, int expectedDead, FetchRequest... requests) {
    MemoryLanding raw = landing; // the checks travel, and must not take the test with them
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple fetched = pipeline.apply(Create.of(List.of(requests))).apply(fetch);
    PAssert.thatSingleton(fetched.get(Fetch.DEAD_LETTERS).apply("Dead", Count.globally()))
        .isEqualTo((long) expectedDead);
    PAssert.that(fetched.get(Fetch.LANDED).apply("Landed", Count.globally()))
        .satisfies(
            landed -> {
              long count = landed.iterator().next();
              assertThat(count, is((long) raw.responses().size()));
              return null;
            });
    PAssert.that(fetched.get(Fetch.LEDGER))
        .satisfies(
            entries -> {
              long planned =
                  StreamSupport.stream(entries.spliterator(), false)
                      .filter(entry -> entry.account() == Account.PLANNED)
                      .mapToLong(LedgerEntry::amount)
                      .sum();
              assertThat(planned, is((long) raw.responses().size() + expectedDead));
              return null;
            });
    pipeline.run();
  }

  @Test
  void everyPageOfEveryWindowIsFetchedOnceAndLandsAsItWasSent() throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      run(fetch(api), 0, day(1), day(2), day(3));

      // 231, 242 and 259 events, forty a page
      assertThat(api.requestCount(), is(3 + 6 + 7 + 7));
      List<String> sent = api.served().stream().map(Served::sha256).sorted().toList();
      List<String> landed =
          landing.responses().stream().map(r -> r.body().sha256()).sorted().toList();
      assertThat(landed, is(sent));
      long events = 0;
      for (RawResponse response : landing.responses()) {
        if (response.request().role() == Role.DATA) {
          events += new ObjectMapper().readTree(response.body().bytes()).path("features").size();
        }
      }
      assertThat(events, is(231L + 242 + 259));
    }
  }

  @Test
  void requestsSentArePlannedPlusRetries() {
    Script script =
        Script.create()
            .on(RequestMatcher.count())
            .times(2)
            .answer(Fault.status(503))
            .on(RequestMatcher.query())
            .times(2)
            .answer(Fault.truncatedBody())
            .on(RequestMatcher.query())
            .nth(3)
            .answer(Fault.wrongJson());
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api), 0, day(1), day(2));

      int attempts = landing.responses().stream().mapToInt(RawResponse::attempts).sum();
      assertThat(attempts, is(api.requestCount()));
      assertThat("a page is landed as it came", attempts, is(2 + 6 + 7 + 4));
    }
  }

  @Test
  void aWindowThatFailsForGoodIsADeadLetterWithItsRequest() {
    Script script =
        Script.create()
            .on(RequestMatcher.parameter("starttime", "2018-02-02"))
            .always()
            .answer(Fault.status(500));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter = onlyDeadLetter(api, day(1), day(2));

      assertThat(letter.reason(), is(Reason.UNAVAILABLE));
      assertThat(letter.attempts(), is(3));
      assertThat(letter.detail(), containsString("500"));
      assertThat(
          new String(letter.payload(), UTF_8),
          allOf(containsString("starttime=2018-02-02"), containsString("\"day\":\"2018-02-02\"")));
      assertThat(api.requestCount(), is(3 + 1 + 6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 401, 403, 404, 410, 422})
  void aRefusalIsNotTriedAgain(int status) {
    Script script = Script.create().on(RequestMatcher.any()).always().answer(Fault.status(status));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter = onlyDeadLetter(api, day(1));

      assertThat(letter.reason(), is(Reason.REFUSED));
      assertThat(letter.attempts(), is(1));
      assertThat(api.requestCount(), is(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void aPassingFailureIsTriedAgain(int status) {
    Script script =
        Script.create().on(RequestMatcher.count()).times(2).answer(Fault.status(status));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api), 0, day(1));
      assertThat(api.requestCount(), is(2 + 1 + 6));
    }
  }

  @Test
  void anAnswerThatDoesNotCountIsTriedAgain() {
    Script script = Script.create().on(RequestMatcher.count()).times(1).answer(Fault.htmlPage());
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api), 0, day(1));
      assertThat(api.requestCount(), is(1 + 1 + 6));
    }
  }

  @Test
  void aBrokenConnectionIsADeadLetterWhenTheAttemptsAreUsedUp() {
    Script script = Script.create().on(RequestMatcher.any()).always().answer(Fault.truncatedBody());
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter = onlyDeadLetter(api, day(1));
      assertThat(letter.reason(), is(Reason.CONNECTION));
      assertThat(letter.attempts(), is(3));
    }
  }

  @Test
  void anApiThatIsNotThereIsADeadLetter() {
    URI nowhere;
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      nowhere = api.baseUri();
    }
    DeadLetter letter =
        onlyDeadLetter(
            HttpIO.fetch(nowhere, CONTEXT)
                .withPrivateAddresses()
                .landingIn(landing)
                .withRetries(QUICK),
            day(1));
    assertThat(letter.reason(), is(Reason.CONNECTION));
  }

  @Test
  void anAnswerThatComesTooLateIsADeadLetter() {
    Script script =
        Script.create()
            .on(RequestMatcher.any())
            .always()
            .answer(Fault.delay(Duration.ofSeconds(20)));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter =
          onlyDeadLetter(
              fetch(api).withRetries(QUICK.withAttemptTimeout(Duration.ofMillis(100))), day(1));
      assertThat(letter.reason(), is(Reason.TIMEOUT));
    }
  }

  @Test
  void aBodyThatStopsComingIsADeadLetter() throws Exception {
    try (StallingServer server = StallingServer.start()) {
      DeadLetter letter =
          onlyDeadLetter(
              HttpIO.fetch(server.url(), CONTEXT)
                  .withPrivateAddresses()
                  .landingIn(landing)
                  .withRetries(QUICK.withAttemptTimeout(Duration.ofMillis(200))),
              day(1));
      assertThat(letter.reason(), is(Reason.TIMEOUT));
      assertThat(letter.attempts(), is(3));
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsADeadLetterAtOnce() {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      DeadLetter letter = onlyDeadLetter(fetch(api).withMaxBodyBytes(10), day(1));
      assertThat(letter.reason(), is(Reason.TOO_LARGE));
      assertThat(letter.attempts(), is(1));
    }
  }

  @Test
  void aWaitThatTheApiAsksForIsWaited() {
    Script script =
        Script.create()
            .on(RequestMatcher.count())
            .times(1)
            .answer(Fault.tooManyRequests(Duration.ofSeconds(1)));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api), 0, day(1));

      List<Instant> counted =
          api.served().stream()
              .filter(served -> served.path().endsWith("/count"))
              .map(Served::receivedAt)
              .toList();
      Duration waited = Duration.between(counted.get(0), counted.get(1));
      assertThat(waited, is(greaterThanOrEqualTo(Duration.ofSeconds(1))));
    }
  }

  @Test
  void aWaitLongerThanTheDeadlineIsADeadLetterAtOnce() {
    Script script =
        Script.create()
            .on(RequestMatcher.any())
            .always()
            .answer(Fault.tooManyRequests(Duration.ofHours(1)));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter = onlyDeadLetter(api, day(1));
      assertThat(letter.reason(), is(Reason.UNAVAILABLE));
      assertThat(letter.detail(), containsString("3600 s, longer than the deadline of 300 s"));
      assertThat(letter.attempts(), is(1));
    }
  }

  @Test
  void requestsOfAShardAreInFlightTogetherAndNoMoreThanAllowed() {
    Script script =
        Script.create()
            .on(RequestMatcher.query())
            .always()
            .answer(Fault.delay(Duration.ofMillis(50)));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api).withShards(1).withMaxInFlight(5), 0, day(1), day(2), day(3));
      assertThat(api.maxConcurrent(), is(lessThanOrEqualTo(5)));
      assertThat(api.maxConcurrent(), is(greaterThan(1)));
    }
  }

  @Test
  void whatHasLandedIsNotSentAgain() {
    Script script =
        Script.create()
            .on(RequestMatcher.parameter("starttime", "2018-02-02"))
            .times(3)
            .answer(Fault.status(500));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api), 1, day(1), day(2));
      int sent = api.requestCount();

      run(fetch(api), 0, day(1), day(2));

      assertThat("only the window that failed", api.requestCount() - sent, is(1 + 7));
      Map<String, Long> queries =
          api.served().stream()
              .filter(served -> served.path().endsWith("/query"))
              .collect(Collectors.groupingBy(Served::query, Collectors.counting()));
      assertThat(queries.values().stream().allMatch(times -> times == 1), is(true));
    }
  }

  @Test
  void aRequestThatIsPlannedTwiceIsSentOnce() {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      run(fetch(api), 0, day(1), day(1));
      assertThat(api.requestCount(), is(1 + 6));
    }
  }

  @Test
  void aBaseUrlThatIsNoneIsRefusedWithoutTellingIt() {
    for (String url :
        List.of("ftp://host", "https://key:secret@host", "/path", "https://host/api?key=secret")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> HttpIO.fetch(URI.create(url), CONTEXT));
      assertThat(e.getMessage(), containsString("query and credentials"));
      assertThat(e.getMessage(), not(containsString("secret")));
    }
  }

  private DeadLetter onlyDeadLetter(EarthquakeApi api, FetchRequest... requests) {
    return onlyDeadLetter(fetch(api), requests);
  }

  private static final Map<String, DeadLetter> SEEN = new ConcurrentHashMap<>();

  private static DeadLetter onlyDeadLetter(Fetch fetch, FetchRequest... requests) {
    String test = UUID.randomUUID().toString();
    Pipeline pipeline = Pipeline.create();
    PCollectionTuple fetched = pipeline.apply(Create.of(List.of(requests))).apply(fetch);
    PAssert.that(fetched.get(Fetch.DEAD_LETTERS))
        .satisfies(
            letters -> {
              List<DeadLetter> all =
                  new ArrayList<>(StreamSupport.stream(letters.spliterator(), false).toList());
              assertThat(all.size(), is(1));
              SEEN.put(test, all.get(0));
              return null;
            });
    pipeline.run();
    return Objects.requireNonNull(SEEN.get(test));
  }
}
