package dev.headrace.testdata.api;

import static dev.headrace.testdata.api.ApiClient.COUNT;
import static dev.headrace.testdata.api.ApiClient.QUERY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarthquakeApiTest {

  private static final List<ObjectNode> EVENTS = EarthquakeFeed.load().features();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private EarthquakeApi api;
  private ApiClient client;

  @BeforeEach
  void start() {
    api = EarthquakeApi.start(Script.none());
    client = new ApiClient(api);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void everyEventIsServedAsItIsInTheFeed() throws Exception {
    List<JsonNode> served = client.features(QUERY);

    assertThat(served, is(EVENTS));
  }

  @Test
  void pagesCoverEveryWindowExactlyOnce() throws Exception {
    List<String> paged = new ArrayList<>();
    for (LocalDate day = LocalDate.of(2018, 1, 30);
        day.isBefore(LocalDate.of(2018, 2, 9));
        day = day.plusDays(1)) {
      String window = window(day);
      List<String> ofDay = new ArrayList<>();
      List<String> page;
      do {
        page =
            client.ids(QUERY + window + "&orderby=time-asc&limit=37&offset=" + (ofDay.size() + 1));
        ofDay.addAll(page);
      } while (!page.isEmpty());
      assertThat(window, client.count(window), is(ofDay.size()));
      paged.addAll(ofDay);
    }

    assertThat(paged, hasSize(EVENTS.size()));
    assertThat(new HashSet<>(paged), is(new HashSet<>(EarthquakeFeed.load().ids())));
  }

  @Test
  void thePageTellsWhatWasAskedAndWhatItHolds() throws Exception {
    HttpResponse<byte[]> response = client.get(QUERY + "&limit=2&offset=3");
    JsonNode page = new ObjectMapper().readTree(response.body());

    assertThat(response.statusCode(), is(200));
    assertThat(header(response, "Content-Type"), is("application/json; charset=utf-8"));
    assertThat(page.get("type").textValue(), is("FeatureCollection"));
    assertThat(
        page.get("metadata"),
        is(
            new ObjectMapper()
                .readTree(
                    """
                    {"generated": 1517968154000,
                     "url": "https://earthquake.usgs.gov/fdsnws/event/1/query?format=geojson&limit=2&offset=3",
                     "title": "USGS Earthquakes", "status": 200, "api": "1.5.8",
                     "limit": 2, "offset": 3, "count": 2}
                    """)));
    assertThat(List.of(page.get("features").get(0), page.get("features").get(1)), is(events(2, 4)));
    assertThat(
        values(page.get("bbox")),
        is(
            IntStream.range(0, 6)
                .mapToObj(
                    i ->
                        i < 3 ? Math.min(at(2, i), at(3, i)) : Math.max(at(2, i - 3), at(3, i - 3)))
                .toList()));
  }

  @Test
  void equalRequestsGetEqualBytesFromTwoServers() throws Exception {
    try (EarthquakeApi other = EarthquakeApi.start(Script.none())) {
      assertThat(client.get(QUERY).body(), is(new ApiClient(other).get(QUERY).body()));
    }
  }

  @Test
  void startAndEndAreInclusiveToTheMillisecond() throws Exception {
    long time = EVENTS.get(10).at("/properties/time").longValue();

    assertThat(client.ids(QUERY + between(time, time)), is(List.of(id(10))));
    assertThat(client.ids(QUERY + between(time + 1, time + 1)), is(empty()));
    assertThat(client.ids(QUERY + between(time - 1, time - 1)), is(empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "2018-02-03, 2018-02-03T00:00:00.000Z",
    "2018-02-03T00:00, 2018-02-03T00:00:00Z",
    "2018-02-03T12:30:00, 2018-02-03T12:30:00Z",
    "2018-02-03T12:30:00.250, 2018-02-03T12:30:00.250Z",
    "2018-02-03T01:00:00%2B02:00, 2018-02-02T23:00:00Z",
    "2018-02-03T01:00:00-0200, 2018-02-03T03:00:00Z",
  })
  void timesAreIso8601InUtcUnlessTheySayOtherwise(String parameter, Instant meant)
      throws Exception {
    long expected =
        EVENTS.stream()
            .filter(event -> event.at("/properties/time").longValue() >= meant.toEpochMilli())
            .count();

    assertThat((long) client.count("&starttime=" + parameter), is(expected));
  }

  @Test
  void eventsComeInTheOrderAskedFor() throws Exception {
    assertThat(times("&orderby=time"), is(sorted(times(""), Comparator.reverseOrder())));
    assertThat(times(""), is(times("&orderby=time")));
    assertThat(times("&orderby=time-asc"), is(sorted(times(""), Comparator.naturalOrder())));
    assertThat(
        magnitudes("&orderby=magnitude"), is(sorted(magnitudes(""), Comparator.reverseOrder())));
    assertThat(
        magnitudes("&orderby=magnitude-asc"),
        is(sorted(magnitudes(""), Comparator.naturalOrder())));
  }

  @Test
  void onlyEventsOfAtLeastTheMagnitudeAreServed() throws Exception {
    List<Double> expected = magnitudes("").stream().filter(m -> m >= 2.5).toList();

    assertThat(magnitudes("&minmagnitude=2.5"), is(expected));
    assertThat(client.count("&minmag=2.5"), is(expected.size()));
    assertThat(expected.size(), is(both(greaterThan(0)).and(lessThan(EVENTS.size()))));
  }

  @Test
  void noDataIsNoContentUnlessNotFoundIsAskedFor() throws Exception {
    HttpResponse<byte[]> noContent = client.get(QUERY + "&starttime=2030-01-01");
    HttpResponse<byte[]> notFound = client.get(QUERY + "&starttime=2030-01-01&nodata=404");

    assertThat(noContent.statusCode(), is(204));
    assertThat(noContent.body().length, is(0));
    assertThat(notFound.statusCode(), is(404));
    assertThat(client.get(QUERY + "&offset=1708").statusCode(), is(204));
    assertThat(client.count("&starttime=2030-01-01"), is(0));
  }

  @Test
  void theCountIsAnObjectOrText() throws Exception {
    HttpResponse<byte[]> text = client.get("/fdsnws/event/1/count?limit=5");

    assertThat(text(client.get(COUNT)), is("{\"count\":1707,\"maxAllowed\":20000}"));
    assertThat(text(text), is("1707"));
    assertThat(header(text, "Content-Type"), is("text/plain; charset=utf-8"));
  }

  @Test
  void theVersionIsText() throws Exception {
    assertThat(text(client.get("/fdsnws/event/1/version")), is("1.5.8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "starttime=x | Bad starttime value \"x\". Valid values are ISO-8601 timestamps.",
        "starttime=2018-02-30 | Bad starttime value \"2018-02-30\". Valid values are ISO-8601 timestamps.",
        "endtime=tomorrow | Bad endtime value \"tomorrow\". Valid values are ISO-8601 timestamps.",
        "limit=0 | Bad limit value \"0\". Valid values are 1 <= limit <= 20000",
        "limit=20001 | Bad limit value \"20001\". Valid values are 1 <= limit <= 20000",
        "limit=ten | Bad limit value \"ten\". Valid values are 1 <= limit <= 20000",
        "offset=0 | Bad offset value \"0\". Valid values are 1 <= offset",
        "offset=-5 | Bad offset value \"-5\". Valid values are 1 <= offset",
        "minmagnitude=NaN | Bad minmagnitude value \"NaN\". Valid values are numeric",
        "orderby=size | Bad orderby value \"size\". Valid values are: \"time\", \"time-asc\", \"magnitude\", \"magnitude-asc\".",
        "format=csv | Bad format value \"csv\". Valid values are: \"geojson\".",
        "nodata=500 | Bad nodata value \"500\". Valid values are: \"204\", \"404\".",
        "colour=red | Unknown parameter \"colour\".",
      })
  void aBadParameterIsRefusedInTheWordsOfTheService(String parameter, String sentence)
      throws Exception {
    HttpResponse<byte[]> response = client.get(QUERY + "&" + parameter);

    assertThat(response.statusCode(), is(400));
    assertThat(
        text(response),
        is(
            """
            Error 400: Bad Request

            %s

            Usage details are available from https://earthquake.usgs.gov/fdsnws/event/1/

            Request:
            /fdsnws/event/1/query?format=geojson&%s

            Request Submitted:
            2018-02-07T01:49:14+00:00

            Service version:
            1.5.8"""
                .formatted(sentence, parameter)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "starttime=x", "colour=red", "format=csv", "nodata=500"})
  void theCountRefusesTheSameParameters(String parameter) throws Exception {
    assertThat(client.get("/fdsnws/event/1/count?" + parameter).statusCode(), is(400));
  }

  @Test
  void aQueryWithoutFormatIsRefused() throws Exception {
    assertThat(client.get("/fdsnws/event/1/query").statusCode(), is(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/fdsnws/event/1/", "/fdsnws/event/1/catalogs", "/query"})
  void otherPathsAreNotFound(String path) throws Exception {
    assertThat(client.get(path).statusCode(), is(404));
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    HttpResponse<byte[]> response = client.post(QUERY);

    assertThat(response.statusCode(), is(405));
    assertThat(header(response, "Allow"), is("GET"));
    assertThat(client.get(QUERY).statusCode(), is(200));
  }

  @Test
  void everyAnswerIsOnRecord() throws Exception {
    Instant before = Instant.now();
    byte[] page = client.get(QUERY + "&limit=3").body();
    client.get("/nowhere");
    client.post(COUNT);
    Instant after = Instant.now();

    List<Served> served = api.served();
    Served first = served.get(0);
    assertThat(
        first,
        is(
            new Served(
                "GET",
                "/fdsnws/event/1/query",
                "format=geojson&limit=3",
                200,
                Optional.empty(),
                Sha256.of(page),
                page.length,
                first.receivedAt())));
    assertThat(first.receivedAt().isBefore(before), is(false));
    assertThat(first.receivedAt().isAfter(after), is(false));
    assertThat(served.stream().map(Served::method).toList(), is(List.of("GET", "GET", "POST")));
    assertThat(served.stream().map(Served::status).toList(), is(List.of(200, 404, 405)));
    assertThat(served.get(1).query(), is(""));
    assertThat(api.requestCount(), is(3));
  }

  @Test
  void anAnswerIsOnRecordBeforeItsClientHasIt() throws Exception {
    for (int i = 1; i <= 200; i++) {
      client.get("/fdsnws/event/1/version");
      assertThat(api.served(), hasSize(i));
    }
  }

  @Test
  void anAnswerWhoseClientIsGoneIsOnRecordAsLost() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    api.onRequest(
        number -> {
          arrived.countDown();
          awaitQuietly(gone);
        });

    try (Socket socket = new Socket(api.baseUri().getHost(), api.baseUri().getPort())) {
      String request = "GET " + QUERY + " HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      awaitQuietly(arrived);
      socket.setSoLinger(true, 0);
    }
    gone.countDown();

    Optional<String> lost = Optional.of(Served.CLIENT_GONE);
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (api.served().isEmpty() || !api.served().get(0).fault().equals(lost)) {
            Thread.onSpinWait();
          }
        });
    assertThat(api.served().get(0).sha256(), is(""));
    assertThat(api.served().get(0).length(), is(0));
  }

  @Test
  void aListenerThatFailsCostsItsRequestOnly() throws Exception {
    api.onRequest(
        number -> {
          if (number == 1) {
            throw new IllegalStateException("expected by the test");
          }
        });

    assertThat(client.get(COUNT).statusCode(), is(500));
    assertThat(client.get(COUNT).statusCode(), is(200));
    assertThat(api.maxConcurrent(), is(1));
  }

  @Test
  void aListenerLearnsOfEachRequestBeforeTheAnswer() throws Exception {
    ConcurrentSkipListSet<Integer> numbers = new ConcurrentSkipListSet<>();
    List<Integer> servedThen = new ArrayList<>();
    api.onRequest(numbers::add).onRequest(number -> servedThen.add(api.served().size()));

    client.get(QUERY);
    client.get(COUNT);

    assertThat(List.copyOf(numbers), is(List.of(1, 2)));
    assertThat(servedThen, is(List.of(0, 1)));
  }

  @Test
  void requestsThatArriveTogetherAreCountedAsConcurrent() throws Exception {
    CountDownLatch together = new CountDownLatch(8);
    api.onRequest(
        number -> {
          together.countDown();
          awaitQuietly(together);
        });

    client.getAtOnce(8, COUNT);

    assertThat(api.maxConcurrent(), is(8));
    assertThat(api.requestCount(), is(8));
  }

  @Test
  void requestsThatFollowEachOtherAreNotConcurrent() throws Exception {
    for (int i = 0; i < 200; i++) {
      client.get(COUNT);
    }

    assertThat(api.maxConcurrent(), is(1));
  }

  @Test
  void aClosedServerIsGone() {
    api.close();
    api.close();

    assertThrows(ConnectException.class, () -> client.get(QUERY));
  }

  @Test
  void theServerListensOnTheLoopbackAddressAtAPortOfItsOwn() {
    try (EarthquakeApi other = EarthquakeApi.start(Script.none())) {
      assertThat(api.baseUri().getHost(), is("127.0.0.1"));
      assertThat(api.baseUri().getPath(), is(""));
      assertThat(other.baseUri(), is(not(api.baseUri())));
    }
  }

  @Test
  void theServerDoesNotKeepTheVirtualMachineAlive() {
    List<Thread> own =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("earthquake-api"))
            .toList();

    assertThat(own, is(not(empty())));
    assertThat(own.stream().filter(thread -> !thread.isDaemon()).toList(), is(empty()));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String window(LocalDate day) {
    long start = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return between(start, start + Duration.ofDays(1).toMillis() - 1);
  }

  private static String between(long first, long last) {
    return "&starttime=" + Instant.ofEpochMilli(first) + "&endtime=" + Instant.ofEpochMilli(last);
  }

  private List<Long> times(String parameters) throws Exception {
    return client.features(QUERY + parameters).stream()
        .map(feature -> feature.at("/properties/time").longValue())
        .toList();
  }

  private List<Double> magnitudes(String parameters) throws Exception {
    return client.features(QUERY + parameters).stream()
        .map(feature -> feature.at("/properties/mag").doubleValue())
        .toList();
  }

  private static <T> List<T> sorted(List<T> values, Comparator<T> order) {
    return values.stream().sorted(order).toList();
  }

  private static List<JsonNode> events(int from, int to) {
    return List.copyOf(EVENTS.subList(from, to));
  }

  private static String id(int event) {
    return EVENTS.get(event).get("id").textValue();
  }

  private static double at(int event, int axis) {
    return EVENTS.get(event).at("/geometry/coordinates").get(axis).doubleValue();
  }

  private static List<Double> values(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.doubleValue()));
    return values;
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
