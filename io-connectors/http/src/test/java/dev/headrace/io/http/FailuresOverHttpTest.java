package dev.headrace.io.http;

import static dev.headrace.io.http.Earthquakes.QUICK;
import static dev.headrace.io.http.Earthquakes.day;
import static dev.headrace.io.http.Earthquakes.fetch;
import static dev.headrace.io.http.Earthquakes.onlyDeadLetter;
import static dev.headrace.io.http.Earthquakes.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.api.Served;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, and what becomes of requests that fail for good. */
class FailuresOverHttpTest {
  private final MemoryLanding landing = new MemoryLanding(UUID.randomUUID().toString());

  @Test
  void aWindowThatFailsForGoodIsADeadLetterWithItsRequest() {
    Script script =
        Script.create()
            .on(RequestMatcher.parameter("starttime", "2018-02-02"))
            .always()
            .answer(Fault.status(500));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter = onlyDeadLetter(fetch(api), day(1), day(2));

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
      DeadLetter letter = onlyDeadLetter(fetch(api), day(1));

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
      run(fetch(api), landing, 0, day(1));
      assertThat(api.requestCount(), is(2 + 1 + 6));
    }
  }

  @Test
  void anAnswerThatDoesNotCountIsTriedAgain() {
    Script script = Script.create().on(RequestMatcher.count()).times(1).answer(Fault.htmlPage());
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      run(fetch(api), landing, 0, day(1));
      assertThat(api.requestCount(), is(1 + 1 + 6));
    }
  }

  @Test
  void aBrokenConnectionIsADeadLetterWhenTheAttemptsAreUsedUp() {
    Script script = Script.create().on(RequestMatcher.any()).always().answer(Fault.truncatedBody());
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      DeadLetter letter = onlyDeadLetter(fetch(api), day(1));
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
    DeadLetter letter = onlyDeadLetter(FetchRun.fetch(nowhere).withRetries(QUICK), day(1));
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
              FetchRun.fetch(server.url())
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
      run(fetch(api), landing, 0, day(1));

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
      DeadLetter letter = onlyDeadLetter(fetch(api), day(1));
      assertThat(letter.reason(), is(Reason.UNAVAILABLE));
      assertThat(letter.detail(), containsString("3600 s, longer than the deadline of 300 s"));
      assertThat(letter.attempts(), is(1));
    }
  }
}
