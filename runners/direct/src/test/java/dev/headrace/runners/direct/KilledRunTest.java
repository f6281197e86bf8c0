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
import dev.headrace.testdata.s3.S3Call;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
          names(platform.keys()),
          platform.rows("SELECT * FROM earthquakes ORDER BY id"),
          counts,
          deadLetters);
    }

    /**
     * Without what is one for each execution of a shard: how many requests it has sent. A shard has
     * more parts if it takes longer, and of dead letters the counts and the letters are compared.
     */
    private static List<String> names(List<String> keys) {
      return keys.stream()
          .filter(key -> !key.contains("/sent-"))
          .map(key -> key.replaceFirst("^(raw/.*/part-\\d+)-\\d+\\.", "$1."))
          .map(key -> key.replaceFirst("^(dead-letter/.*/part-).*", "$1"))
          .distinct()
          .toList();
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
        HeadraceProcess.startRun(platform, api.baseUri(), folder.resolve("output"))) {
      int exitCode = headrace.waitFor();
      assertThat(headrace.output(), exitCode, is(0));
      assertThat(headrace.output(), containsString("Ledger of the run \"r1\""));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 19})
  void whileItFetches(int request) throws Exception {
    try (Platform platform = Platform.start(folder.resolve("s3"));
        EarthquakeApi api = EarthquakeApi.start(DemoScript.troubled())) {
      killAt(request, platform, api);
      assertThat(api.requestCount(), is(api.served().size()));
      List<String> before = sent(api.served());
      Set<String> landed = landed(platform);
      long announced = announced(platform);

      runToTheEnd(platform, api, folder);

      assertThat(Outcome.of(platform), is(undisturbed));
      List<String> all = sent(api.served());
      List<String> after = all.subList(before.size(), all.size());
      assertThat(before, hasItems(landed.toArray(String[]::new)));
      assertThat(after, everyItem(is(not(in(landed)))));
      assertThat(announced, is(greaterThanOrEqualTo((long) before.size())));
      assertThat(announced, is(lessThanOrEqualTo(before.size() + MOST_AHEAD)));
      assertThat(reported(platform), is(announced + after.size()));
    }
  }

  /** Whatever the killed run has asked for is done, or will not be, when this returns. */
  private void killAt(int request, Platform platform, EarthquakeApi api) throws Exception {
    CompletableFuture<HeadraceProcess> running = new CompletableFuture<>();
    api.onRequest(
        count -> {
          if (count == request) {
            running.join().kill();
          }
        });
    try (Passage toApi = Passage.to(api.baseUri());
        Passage toS3 = Passage.to(platform.s3().endpoint());
        HeadraceProcess headrace =
            HeadraceProcess.startRun(
                platform.by(toS3.entrance()), toApi.entrance(), folder.resolve("killed"))) {
      running.complete(headrace);
      assertThat(headrace.output(), headrace.waitFor(), is(137));
    }
  }

  /** The path and query of what was sent. */
  private static List<String> sent(List<Served> served) {
    return served.stream().map(one -> one.path() + "?" + one.query()).toList();
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
    AtomicInteger written = new AtomicInteger();
    killWhen(
        call ->
            call.method().equals("PUT")
                && call.path().endsWith(".parquet")
                && written.incrementAndGet() > 1,
        platform -> !platform.s3().keys("transformed", "earthquakes/event_date").isEmpty());
  }

  /** Only COPY reads what is staged: its manifest, which names the files it reads then. */
  @Test
  void whileItLoads() throws Exception {
    AtomicBoolean copying = new AtomicBoolean();
    killWhen(
        call -> {
          boolean read = call.method().equals("GET");
          if (read && call.path().startsWith("/staging/")) {
            copying.set(true);
          }
          return copying.get() && read && call.path().endsWith(".parquet");
        },
        platform -> true);
  }

  /** Kills a run that comes no further than these calls, once something is there as well. */
  private void killWhen(Predicate<S3Call> held, Predicate<Platform> there) throws Exception {
    try (Platform platform = Platform.startBehindRelay(folder.resolve("s3"));
        EarthquakeApi api = EarthquakeApi.start(DemoScript.troubled());
        HeldCalls calls = HeldCalls.of(platform.relay(), held)) {
      try (HeadraceProcess headrace =
          HeadraceProcess.startRun(platform, api.baseUri(), folder.resolve("killed"))) {
        headrace.awaitThat(() -> calls.haveBegun() && there.test(platform));
        headrace.kill();
        assertThat(headrace.output(), headrace.waitFor(), is(137));
      }
      calls.holdNoMore();

      runToTheEnd(platform, api, folder);
      assertThat(Outcome.of(platform), is(undisturbed));
    }
  }
}
