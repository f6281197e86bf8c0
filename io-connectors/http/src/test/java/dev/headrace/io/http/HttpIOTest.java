package dev.headrace.io.http;

import static dev.headrace.io.http.Earthquakes.day;
import static dev.headrace.io.http.Earthquakes.fetch;
import static dev.headrace.io.http.Earthquakes.run;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.api.Served;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchRequest.Role;
import dev.headrace.transforms.fetch.RawResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is sent, and what lands of it. */
class HttpIOTest {
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("run", "usgs", "events");

  private final MemoryLanding landing = new MemoryLanding(UUID.randomUUID().toString());

  @Test
  void everyPageOfEveryWindowIsFetchedOnceAndLandsAsItWasSent() throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.none())) {
      run(fetch(api), landing, 0, day(1), day(2), day(3));

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
      run(fetch(api), landing, 0, day(1), day(2));

      int attempts = landing.responses().stream().mapToInt(RawResponse::attempts).sum();
      assertThat(attempts, is(api.requestCount()));
      assertThat("a page is landed as it came", attempts, is(2 + 6 + 7 + 4));
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
      run(fetch(api).withShards(1).withMaxInFlight(5), landing, 0, day(1), day(2), day(3));
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
      run(fetch(api), landing, 1, day(1), day(2));
      int sent = api.requestCount();

      run(fetch(api), landing, 0, day(1), day(2));

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
      run(fetch(api), landing, 0, day(1), day(1));
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
}
