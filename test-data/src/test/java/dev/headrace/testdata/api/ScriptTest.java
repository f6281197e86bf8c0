package dev.headrace.testdata.api;

import static dev.headrace.testdata.api.ApiClient.COUNT;
import static dev.headrace.testdata.api.ApiClient.QUERY;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

  private static final EarthquakeFeed FEED = EarthquakeFeed.load();
  private static final int PLACE = 20;
  private static final String ID = FEED.ids().get(PLACE);
  private static final ObjectNode EVENT = FEED.feature(ID).orElseThrow();

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 64})
  void exactlyTheGivenNumberOfConcurrentRequestsGetsTheFault(int times) throws Exception {
    Script script =
        Script.create().on(RequestMatcher.count()).times(times).answer(Fault.status(503));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      List<HttpResponse<byte[]>> responses = new ApiClient(api).getAtOnce(128, COUNT);

      assertThat(
          responses.stream().collect(groupingBy(HttpResponse::statusCode, counting())),
          is(Map.of(503, (long) times, 200, 128L - times)));
      assertThat(api.served().stream().filter(s -> s.status() == 503).count(), is((long) times));
    }
  }

  @Test
  void rulesAreSpentOneAfterTheOther() throws Exception {
    Script script =
        Script.create()
            .on(RequestMatcher.any())
            .times(2)
            .answer(Fault.status(503))
            .on(RequestMatcher.any())
            .nth(2)
            .answer(Fault.status(500))
            .on(RequestMatcher.query())
            .always()
            .answer(Fault.status(502));

    assertThat(
        statuses(script, COUNT, QUERY, QUERY, QUERY, COUNT, QUERY),
        is(List.of(503, 503, 502, 500, 200, 502)));
  }

  @Test
  void aRuleWithoutANumberTakesEveryMatchingRequest() throws Exception {
    Script script = Script.create().on(RequestMatcher.count()).answer(Fault.status(500));

    assertThat(statuses(script, COUNT, QUERY, COUNT), is(List.of(500, 200, 500)));
  }

  @Test
  void theNthRequestIsCountedAmongTheMatchingOnes() throws Exception {
    Script script = Script.create().on(RequestMatcher.query()).nth(2).answer(Fault.status(500));

    assertThat(
        statuses(script, QUERY, COUNT, COUNT, QUERY, QUERY), is(List.of(200, 200, 200, 500, 200)));
  }

  @Test
  void aScriptIsNotChangedByAddingToIt() throws Exception {
    Script first = Script.create().on(RequestMatcher.count()).times(1).answer(Fault.status(503));
    Script second = first.on(RequestMatcher.any()).answer(Fault.status(500)).duplicating(ID);

    assertThat(statuses(first, COUNT, COUNT), is(List.of(503, 200)));
    assertThat(statuses(second, COUNT, COUNT), is(List.of(503, 500)));
    assertThat(statuses(first, COUNT, COUNT), is(List.of(503, 200)));
    assertThat(statuses(Script.none(), COUNT), is(List.of(200)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aRuleThatCouldNeverFireIsRefused(int number) {
    Script.Step step = Script.create().on(RequestMatcher.any());

    assertThrows(IllegalArgumentException.class, () -> step.times(number));
    assertThrows(IllegalArgumentException.class, () -> step.nth(number));
  }

  @Test
  void matchersLookAtPathParametersAndWindow() {
    ApiRequest request =
        ApiRequest.of(
            "GET",
            "/fdsnws/event/1/query",
            "starttime=2018-02-03T12:00:00Z&offset=1%30",
            Instant.EPOCH);
    RequestMatcher yes = RequestMatcher.any();
    RequestMatcher no = RequestMatcher.any().negate();

    assertThat(yes.matches(request), is(true));
    assertThat(no.matches(request), is(false));
    assertThat(RequestMatcher.query().matches(request), is(true));
    assertThat(RequestMatcher.count().matches(request), is(false));
    assertThat(RequestMatcher.pathEndsWith("/1/query").matches(request), is(true));
    assertThat(RequestMatcher.parameter("offset", "10").matches(request), is(true));
    assertThat(RequestMatcher.parameter("offset", "1").matches(request), is(false));
    assertThat(RequestMatcher.parameter("limit", "10").matches(request), is(false));
    assertThat(window(3).matches(request), is(true));
    assertThat(window(4).matches(request), is(false));
    assertThat(yes.and(no).matches(request), is(false));
    assertThat(yes.and(yes).matches(request), is(true));
    assertThat(no.or(yes).matches(request), is(true));
    assertThat(no.or(no).matches(request), is(false));
  }

  @ParameterizedTest
  @EnumSource(Malformation.class)
  void aMalformedEventKeepsItsPlaceAmongSoundOnes(Malformation malformation) throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.create().malforming(ID, malformation))) {
      List<JsonNode> expected = new ArrayList<>(FEED.features());
      expected.set(PLACE, broken(malformation));

      assertThat(new ApiClient(api).features(QUERY), is(expected));
      assertThat(new ApiClient(api).features(QUERY + window()), is(List.of(broken(malformation))));
      assertThat(new ApiClient(api).count(""), is(expected.size()));
    }
  }

  @Test
  void aDuplicateFollowsItsEventInBothDirections() throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.create().duplicating(ID))) {
      ApiClient client = new ApiClient(api);
      List<JsonNode> expected = new ArrayList<>(FEED.features());
      expected.add(PLACE, EVENT);

      assertThat(client.features(QUERY), is(expected));
      assertThat(client.features(QUERY + window() + "&limit=1&offset=2"), is(List.of(EVENT)));
      assertThat(client.count(""), is(expected.size()));
    }
  }

  @Test
  void aNewerVersionFollowsItsEventInBothDirections() throws Exception {
    long updated = EVENT.at("/properties/updated").longValue() + 60_000;
    ObjectNode newer = EVENT.deepCopy();
    newer.withObject("/properties").put("mag", 7.25).put("updated", updated);
    try (EarthquakeApi api = EarthquakeApi.start(Script.create().updating(ID, 7.25, updated))) {
      ApiClient client = new ApiClient(api);

      assertThat(client.features(QUERY + window()), is(List.of(EVENT, newer)));
      assertThat(
          client.features(QUERY + window() + "&orderby=time-asc"), is(List.of(EVENT, newer)));
      assertThat(client.features(QUERY + window() + "&minmagnitude=7.2"), is(List.of(newer)));
      assertThat(client.features(QUERY + "&orderby=magnitude&limit=1"), is(List.of(newer)));
      assertThat(client.count(""), is(FEED.ids().size() + 1));
    }
  }

  @Test
  void aMalformedEventMayBeDuplicatedAndUpdated() throws Exception {
    Script script =
        Script.create()
            .duplicating(ID)
            .updating(ID, 3, 1_600_000_000_000L)
            .malforming(ID, Malformation.NOT_AN_OBJECT);
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      List<JsonNode> features = new ApiClient(api).features(QUERY + window());

      assertThat(features.size(), is(3));
      assertThat(features.get(0), is(TextNode.valueOf(ID)));
      assertThat(features.get(1), is(TextNode.valueOf(ID)));
      assertThat(features.get(2).at("/properties/mag"), is(DoubleNode.valueOf(3)));
    }
  }

  @Test
  void anEmptyPageMayTakeThePlaceOfNoContent() throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(Script.create().withEmptyPages())) {
      JsonNode page = new ApiClient(api).json(QUERY + "&starttime=2030-01-01");

      assertThat(page.get("features").size(), is(0));
      assertThat(page.at("/metadata/count").intValue(), is(0));
      assertThat(page.has("bbox"), is(false));
    }
  }

  @Test
  void theScriptOfTheReadmeDoesWhatItSays() throws Exception {
    Script script =
        Script.create()
            .on(
                RequestMatcher.query()
                    .and(RequestMatcher.windowStartingOn(LocalDate.of(2018, 2, 3))))
            .times(2)
            .answer(Fault.tooManyRequests(Duration.ofSeconds(1)))
            .on(RequestMatcher.count())
            .nth(5)
            .answer(Fault.reset())
            .malforming("ci37868143", Malformation.TEXT_MAGNITUDE)
            .duplicating("ci37868135");
    String ofTheThird = QUERY + "&starttime=2018-02-03";

    assertThat(
        statuses(script, ofTheThird, QUERY, ofTheThird, ofTheThird),
        is(List.of(429, 200, 429, 200)));
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      ApiClient client = new ApiClient(api);
      for (int i = 0; i < 5; i++) {
        // The client repeats the request whose connection is reset.
        assertThat(client.count(""), is(1_708));
      }
      assertThat(api.served().get(4).fault(), is(Optional.of("reset")));
      assertThat(
          client.ids(QUERY + "&limit=3"), is(List.of("ci37868143", "ci37868135", "ci37868135")));
      assertThat(
          client.features(QUERY + "&limit=1").get(0).at("/properties/mag"),
          is(TextNode.valueOf("strong")));
    }
  }

  @Test
  void aScriptAboutAnEventThatIsNotInTheFeedIsRefused() {
    Script script = Script.create().duplicating("nowhere");

    assertThrows(IllegalArgumentException.class, () -> EarthquakeApi.start(script));
  }

  private static List<Integer> statuses(Script script, String... asked) throws Exception {
    try (EarthquakeApi api = EarthquakeApi.start(script)) {
      ApiClient client = new ApiClient(api);
      List<Integer> statuses = new ArrayList<>();
      for (String pathAndQuery : asked) {
        statuses.add(client.get(pathAndQuery).statusCode());
      }
      return statuses;
    }
  }

  private static RequestMatcher window(int day) {
    return RequestMatcher.windowStartingOn(LocalDate.of(2018, 2, day));
  }

  /** The window that holds the one event and no other. */
  private static String window() {
    Instant time = Instant.ofEpochMilli(EVENT.at("/properties/time").longValue());
    return "&starttime=" + time + "&endtime=" + time;
  }

  private static JsonNode broken(Malformation malformation) {
    ObjectNode event = EVENT.deepCopy();
    ObjectNode properties = (ObjectNode) event.get("properties");
    ObjectNode geometry = (ObjectNode) event.get("geometry");
    JsonNode coordinates = geometry.get("coordinates");
    switch (malformation) {
      case TEXT_MAGNITUDE -> properties.put("mag", "strong");
      case MISSING_ID -> event.remove("id");
      case TEXT_TIME -> properties.put("time", "yesterday");
      case MISSING_UPDATED -> properties.remove("updated");
      case NO_GEOMETRY -> event.putNull("geometry");
      case SHORT_COORDINATES ->
          geometry.putArray("coordinates").add(coordinates.get(0)).add(coordinates.get(1));
      case NOT_AN_OBJECT -> {
        return TextNode.valueOf(ID);
      }
    }
    return event;
  }
}
