package dev.headrace.testdata.flights;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.testdata.flights.FlightsApi.Expected;
import dev.headrace.testdata.stub.StubApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FlightsApiTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DAY = "start=2001-01-02T00:00:00Z&end=2001-01-03T00:00:00Z";
  private static final FlightsApi FLIGHTS = FlightsApi.of(3);
  private static final StubApi API = StubApi.start(FLIGHTS);

  @AfterAll
  static void stop() {
    API.close();
  }

  private static String get(String query) throws IOException, InterruptedException {
    URI uri = API.baseUri().resolve("/flights?" + query);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static List<JsonNode> pages(int size) throws IOException, InterruptedException {
    List<JsonNode> records = new ArrayList<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode body = JSON.readTree(get(DAY + "&size=" + size + "&page=" + page));
      pages = body.path("pages").asInt();
      body.path("flights").forEach(records::add);
    }
    return records;
  }

  @Test
  void theFeedHoldsTwentyThousandFlightsByDate() {
    List<Flight> flights = FlightFeed.load();

    assertThat(flights, hasSize(20_000));
    assertThat(
        flights.get(0),
        is(new Flight(Instant.parse("2001-01-01T00:47:00Z"), 66, 1750, "DTW", "LAS")));
    for (int i = 1; i < flights.size(); i++) {
      assertThat(flights.get(i).date().isBefore(flights.get(i - 1).date()), is(false));
    }
  }

  @Test
  void allPagesTogetherHoldWhatIsExpected() throws Exception {
    Expected expected =
        FLIGHTS.expected(
            Instant.parse("2001-01-02T00:00:00Z"), Instant.parse("2001-01-03T00:00:00Z"));

    List<JsonNode> records = pages(100);

    Map<String, Integer> valid = new HashMap<>();
    for (JsonNode flight : records) {
      if (isValid(flight)) {
        valid.merge(flight.path("id").asText(), 1, Integer::sum);
      }
    }
    long twice = valid.values().stream().filter(times -> times == 2).count();
    assertThat((long) records.size(), is(expected.records()));
    assertThat((long) valid.size(), is(expected.keys()));
    assertThat(twice, is(expected.updates()));
    assertThat(
        records.stream().filter(flight -> !isValid(flight)).count(), is(expected.malformed()));
  }

  private static boolean isValid(JsonNode flight) {
    return flight.path("id").isTextual()
        && flight.path("delay").isInt()
        && flight.path("delay").intValue() <= 2_160
        && flight.path("date").asText().startsWith("2001-01-02T");
  }

  @Test
  void theSizeOfPagesChangesNothing() throws Exception {
    assertThat(pages(7), is(pages(1_000)));
  }

  @Test
  void anUpdateIsTheSameFlightLater() throws Exception {
    List<JsonNode> records = pages(1_000);
    JsonNode update = records.get(records.size() - 1);
    JsonNode first =
        records.stream()
            .filter(flight -> flight.path("id").equals(update.path("id")))
            .findFirst()
            .orElseThrow();

    assertThat(update.path("date"), is(first.path("date")));
    assertThat(update.path("delay").asInt(), is(first.path("delay").asInt() + 1));
    assertThat(
        Instant.parse(update.path("updated_at").asText()),
        is(Instant.parse(first.path("updated_at").asText()).plusSeconds(3_600)));
  }

  @Test
  void aWindowWithoutFlightsIsAnEmptyPage() throws Exception {
    String body = get("start=1999-01-01T00:00:00Z&end=1999-01-02T00:00:00Z");

    assertThat(JSON.readTree(body), is(JSON.readTree("{\"page\":1,\"pages\":1,\"flights\":[]}")));
  }
}
