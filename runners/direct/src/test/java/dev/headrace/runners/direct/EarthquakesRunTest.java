package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.cli.Progress;
import dev.headrace.pipelines.earthquakes.Earthquakes;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.WholeRun;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.EarthquakeFeed;
import dev.headrace.testdata.api.Served;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.Sha256;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole run, from the API to the warehouse, with all the trouble of the demo. */
class EarthquakesRunTest {
  private static final Instant START = Instant.parse("2018-01-31T00:00:00Z");
  private static final Instant END = Instant.parse("2018-02-08T00:00:00Z");

  @TempDir static Path folder;
  private static Platform platform;
  private static EarthquakeApi api;
  private static RunReport report;

  @BeforeAll
  static void runOnce() throws Exception {
    platform = Platform.start(folder);
    api = EarthquakeApi.start(DemoScript.troubled());
    report = run("r1", END);
  }

  @AfterAll
  static void stop() {
    api.close();
    platform.close();
  }

  private static RunReport run(String runId, Instant end) throws Exception {
    PipelineOptions options = platform.options();
    new DirectSetup().prepare(options);
    RunSettings settings =
        RunSettings.builder()
            .runId(runId)
            .start(Optional.of(START))
            .end(end)
            .raw("s3://raw")
            .transformed("s3://transformed")
            .deadLetter("s3://dead-letter")
            .staging("s3://staging")
            .privateAddresses(true)
            .warehouse(
                RedshiftConnection.of(platform.redshift().jdbcUrl(), platform.redshift().user()))
            .retries(
                Retries.defaults()
                    .withMaxAttempts(5)
                    .withDelays(Duration.ofMillis(5), Duration.ofMillis(20)))
            .shards(5)
            .buckets(2)
            .build();
    Progress progress = new Progress(new PrintWriter(new StringWriter()));
    return new WholeRun(new Earthquakes().define(api.baseUri(), 50), settings, options, progress)
        .execute();
  }

  /** Of the file itself: id and magnitude of every valid event outside of the lost window. */
  private static Map<String, String> expectedMagnitudes() {
    Map<String, String> expected = new TreeMap<>();
    for (ObjectNode event : EarthquakeFeed.load().features()) {
      String id = event.path("id").asText();
      Instant time = Instant.ofEpochMilli(event.path("properties").path("time").asLong());
      boolean lost = LocalDate.ofInstant(time, ZoneOffset.UTC).equals(DemoScript.LOST_DAY);
      if (!lost && !DemoScript.MALFORMED.containsKey(id)) {
        double magnitude = event.path("properties").path("mag").asDouble();
        expected.put(
            id,
            Double.toString(
                id.equals(DemoScript.UPDATED) ? DemoScript.UPDATED_MAGNITUDE : magnitude));
      }
    }
    return expected;
  }

  @Test
  void theWarehouseHoldsTheDistinctValidEventsOutsideOfTheWindowThatFailed() throws Exception {
    Map<String, String> expected = expectedMagnitudes();

    assertThat(
        platform.rows("SELECT count(*) FROM earthquakes"),
        is(List.of(Integer.toString(expected.size()))));
    Map<String, String> actual =
        platform.rows("SELECT id, magnitude FROM earthquakes").stream()
            .map(row -> row.split("\\|", -1))
            .collect(
                Collectors.toMap(
                    row -> row[0], row -> Double.toString(Double.parseDouble(row[1]))));
    assertThat(new TreeMap<>(actual), is(expected));
  }

  @Test
  void aRowHoldsWhatTheEventSays() throws Exception {
    assertThat(
        platform.rows(
            "SELECT time, updated, longitude, latitude, depth_km, magnitude_type, tsunami, felt,"
                + " alert, ids, sources, types FROM earthquakes WHERE id = 'us2000crmu'"),
        is(List.of(eventRow("us2000crmu"))));
  }

  private static String eventRow(String id) {
    ObjectNode event = EarthquakeFeed.load().feature(id).orElseThrow();
    JsonNode p = event.path("properties");
    JsonNode at = event.path("geometry").path("coordinates");
    return String.join(
        "|",
        timestamp(p.path("time").asLong()),
        timestamp(p.path("updated").asLong()),
        at.path(0).asText(),
        at.path(1).asText(),
        at.path(2).asText(),
        p.path("magType").asText(),
        p.path("tsunami").asText(),
        p.path("felt").asText(),
        p.path("alert").asText(),
        list(p.path("ids").asText()),
        list(p.path("sources").asText()),
        list(p.path("types").asText()));
  }

  private static String timestamp(long millis) {
    return Instant.ofEpochMilli(millis)
        .atOffset(ZoneOffset.UTC)
        .toLocalDateTime()
        .toString()
        .replace('T', ' ')
        .replaceAll("(\\.\\d*?)0+$", "$1");
  }

  private static String list(String text) {
    return List.of(text.substring(1, text.length() - 1).split(",", -1)).stream()
        .map(element -> '"' + element + '"')
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @Test
  void theRequestsSentAreThePlannedAndTheRetries() {
    // Other tests of this class send none: a run that is done sends nothing.
    long planned = report.raw().count(Account.PLANNED);
    long retries = report.raw().count(Account.RETRIES);
    assertThat((long) api.requestCount(), is(planned + retries));

    Map<String, Long> answered =
        api.served().stream()
            .filter(served -> served.status() == 200 && !served.sha256().isEmpty())
            .collect(Collectors.groupingBy(Served::query, Collectors.counting()));
    assertThat(
        "nothing is fetched twice", answered.values().stream().allMatch(n -> n == 1), is(true));
    assertThat((long) answered.size(), is(report.raw().count(Account.LANDED)));
  }

  @Test
  void everyBodyInTheRawBucketIsByteForByteWhatTheServerSent() throws Exception {
    List<JsonNode> lines = RawBucket.lines(platform.s3(), "raw");
    for (JsonNode line : lines) {
      byte[] body = RawBucket.body(line);
      assertThat(Sha256.of(body), is(line.path("sha256").asText()));
      assertThat(body.length, is(line.path("length").asInt()));
    }
    List<String> sent =
        api.served().stream()
            .filter(served -> served.status() == 200 && !served.sha256().isEmpty())
            .map(Served::sha256)
            .sorted()
            .toList();
    assertThat(
        lines.stream().map(line -> line.path("sha256").asText()).sorted().toList(), is(sent));
  }

  @Test
  void whatFailedIsInTheDeadLetterBucketWithItsPayload() throws Exception {
    List<JsonNode> letters = RawBucket.lines(platform.s3(), "dead-letter");
    Map<String, Long> byStage =
        letters.stream()
            .collect(Collectors.groupingBy(l -> l.path("stage").asText(), Collectors.counting()));

    assertThat(byStage, is(Map.of("FETCH", 1L, "CONFORM", (long) DemoScript.MALFORMED.size())));
    for (JsonNode letter : letters) {
      String payload = letter.path("payload").asText();
      if (letter.path("stage").asText().equals("FETCH")) {
        assertThat(payload, containsString("starttime=" + DemoScript.LOST_DAY));
        assertThat(letter.path("attempts").asInt(), is(5));
      } else {
        JsonNode origin = letter.path("origin");
        assertThat(
            "the payload stands in the raw object",
            rawText(origin.path("object").asText(), origin.path("line").asInt()),
            containsString(payload));
      }
    }
  }

  private static String rawText(String uri, int line) throws Exception {
    String key = uri.substring("s3://raw/".length());
    return RawBucket.lines(platform.s3().bytes("raw", key)).get(line).path("body").asText();
  }

  @Test
  void theLedgerBalancesAndTheLoadIsWhole() {
    report.raw().requireBalance();
    report.transformed().requireBalance();
    assertThat(report.transformed().count(Account.DUPLICATES), is(3L));
    assertThat(report.loaded().rows(), is(report.transformed().count(Account.WRITTEN)));
    assertThat(report.raw().cursorAfter(), is(END.toString()));
  }

  @Test
  void aSecondRunWithTheSameIdChangesNothing() throws Exception {
    Map<String, String> objects = platform.objects();
    List<String> rows = platform.rows("SELECT * FROM earthquakes ORDER BY id");
    int copies = platform.copies();
    int requests = api.requestCount();

    RunReport again = run("r1", END);

    assertThat(platform.objects(), is(objects));
    assertThat(platform.rows("SELECT * FROM earthquakes ORDER BY id"), is(rows));
    assertThat(platform.copies(), is(copies));
    assertThat(copies, is(1));
    assertThat(api.requestCount(), is(requests));
    assertThat(again.raw(), is(report.raw()));
    assertThat(again.transformed(), is(report.transformed()));
    assertThat(again.loaded().status(), is(Status.ALREADY_LOADED));
  }

  @Test
  void theSameIdWithOtherSettingsIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> run("r1", END.minus(Duration.ofDays(1))));
    assertThat(e.getMessage(), containsString("end has changed from 2018-02-08T00:00:00Z"));
    assertThat(e.getMessage(), containsString("2018-02-07T00:00:00Z"));
  }

  @Test
  void nothingIsLeftInTheStagingBucket() {
    assertThat(platform.s3().keys("staging", ""), hasSize(0));
    assertThat(platform.keys(), is(not(List.of())));
  }
}
