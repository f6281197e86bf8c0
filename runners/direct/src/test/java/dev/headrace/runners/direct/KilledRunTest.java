package dev.headrace.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Served;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is killed and started again ends as one that is left alone. */
class KilledRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of three shards, each three times the 32 requests it has in flight. */
  private static final long MOST_AHEAD = 3 * 3 * 32;

  @TempDir static Path undisturbedFolder;
  @TempDir Path folder;

  private static Outcome undisturbed;

  /** What a run leaves behind, but for times and the number of its retries. */
  private record Outcome(
      List<String> keys, List<String> rows, List<String> counts, List<String> deadLetters) {

    static Outcome of(Platform platform) throws SQLException, IOException {
      List<String> counts = new ArrayList<>();
      for (String key : platform.s3().keys("raw", "")) {
        if (key.endsWith("_manifest.json")) {
          counts.add(countsOf(platform.s3().bytes("raw", key)));
        }
      }
      for (String key : platform.s3().keys("transformed", "earthquakes/_manifests/")) {
        counts.add(countsOf(platform.s3().bytes("transformed", key)));
      }
      List<String> deadLetters = new ArrayList<>();
      for (JsonNode letter : RawBucket.lines(platform.s3(), "dead-letter")) {
        deadLetters.add(letter.path("stage").asText() + " " + letter.path("payload").asText());
      }
      deadLetters.sort(null);
      return new Outcome(
          // One for each execution of a shard: how many requests it has sent.
          platform.keys().stream().filter(key -> !key.contains("/sent-")).toList(),
          platform.rows("SELECT * FROM earthquakes ORDER BY id"),
          counts,
          deadLetters);
    }

    private static String countsOf(byte[] manifest) throws IOException {
      JsonNode counts = JSON.readTree(manifest).path("counts");
      return ((ObjectNode) counts).without("RETRIES").toString();
    }
  }

  @BeforeAll
  static void runUndisturbed() throws Exception {
    try (Platform platform = Platform.start(undisturbedFolder.resolve("s3"));
        EarthquakeApi api = EarthquakeApi.start(DemoScript.troubled())) {
      runToTheEnd(platform, api, undisturbedFolder);
      undisturbed = Outcome.of(platform);
    }
  }

  private static void runToTheEnd(Platform platform, EarthquakeApi api, Path folder)
      throws Exception {
    try (HeadraceProcess headrace =
        HeadraceProcess.startRun(platform, api, folder.resolve("output"))) {
      int exitCode = headrace.waitFor();
      assertThat(headrace.output(), exitCode, is(0));
      assertThat(headrace.output(), containsString("Ledger of the run \"r1\""));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 19})
  void whileItFetches(int request) throws Exception {
    AtomicReference<HeadraceProcess> running = new AtomicReference<>();
    try (Platform platform = Platform.start(folder.resolve("s3"));
        EarthquakeApi api = EarthquakeApi.start(DemoScript.troubled())) {
      api.onRequest(
          count -> {
            HeadraceProcess headrace = running.get();
            if (count == request && headrace != null) {
              headrace.kill();
            }
          });
      try (HeadraceProcess headrace =
          HeadraceProcess.startRun(platform, api, folder.resolve("killed"))) {
        running.set(headrace);
        assertThat(headrace.output(), headrace.waitFor(), is(137));
      }

      Set<String> landed = landed(platform);
      long announced = announced(platform);
      Instant restarted = Instant.now();

      runToTheEnd(platform, api, folder);

      assertThat(Outcome.of(platform), is(undisturbed));
      List<String> before = sent(api, served -> served.receivedAt().isBefore(restarted));
      List<String> after = sent(api, served -> !served.receivedAt().isBefore(restarted));
      assertThat(before, hasItems(landed.toArray(String[]::new)));
      assertThat(after, everyItem(is(not(in(landed)))));
      assertThat(announced, is(greaterThanOrEqualTo((long) before.size())));
      assertThat(announced, is(lessThanOrEqualTo(before.size() + MOST_AHEAD)));
      assertThat(reported(platform), is(announced + after.size()));
    }
  }

  /** The path and query of what was sent. */
  private static List<String> sent(EarthquakeApi api, Predicate<Served> when) {
    return api.served().stream()
        .filter(when)
        .map(served -> served.path() + "?" + served.query())
        .toList();
  }

  /** The path and query of what has landed. */
  private static Set<String> landed(Platform platform) throws IOException {
    Set<String> landed = new HashSet<>();
    for (JsonNode line : RawBucket.lines(platform.s3(), "raw")) {
      landed.add(line.path("request").path("url").asText());
    }
    return landed;
  }

  /** What the killed run has made known to send. */
  private static long announced(Platform platform) throws IOException {
    long announced = 0;
    for (String key : platform.s3().keys("raw", "")) {
      if (key.contains("/sent-")) {
        announced += JSON.readTree(platform.s3().bytes("raw", key)).path("requests").asLong();
      }
    }
    return announced;
  }

  /** Requests sent, as the manifest of the ingestion tells it. */
  private static long reported(Platform platform) throws IOException {
    for (String key : platform.s3().keys("raw", "")) {
      if (key.endsWith("_manifest.json")) {
        JsonNode counts = JSON.readTree(platform.s3().bytes("raw", key)).path("counts");
        return counts.path("PLANNED").asLong() + counts.path("RETRIES").asLong();
      }
    }
    throw new AssertionError("There is no manifest");
  }

  @Test
  void whileItWritesParquet() throws Exception {
    killWhen(platform -> !platform.s3().keys("transformed", "earthquakes/event_date").isEmpty());
  }

  @Test
  void whileItLoads() throws Exception {
    killWhen(platform -> platform.copies() > 0);
  }

  private interface Moment {
    boolean hasCome(Platform platform) throws SQLException;
  }

  private void killWhen(Moment moment) throws Exception {
    try (Platform platform = Platform.start(folder.resolve("s3"));
        EarthquakeApi api = EarthquakeApi.start(DemoScript.troubled())) {
      try (HeadraceProcess headrace =
          HeadraceProcess.startRun(platform, api, folder.resolve("killed"))) {
        headrace.awaitThat(
            () -> {
              try {
                return moment.hasCome(platform);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
        headrace.kill();
        assertThat(headrace.output(), headrace.waitFor(), is(137));
      }

      runToTheEnd(platform, api, folder);
      assertThat(Outcome.of(platform), is(undisturbed));
    }
  }
}
