package dev.headrace.io.lake.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.WatchedStores;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawLogTest {
  private static final int SHARD = 3;
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final int LARGE = (8 << 20) + 1;

  @TempDir private Path folder;
  private final PipelineOptions options = PipelineOptionsFactory.create();
  private final List<String> found = new ArrayList<>();

  private ShardLog open(long maxPartBytes) throws IOException {
    return RawLanding.in(TestLake.paths(folder, "r1"), ObjectStores.FACTORY)
        .withMaxPartBytes(maxPartBytes)
        .open(SHARD, options, response -> found.add(name(response)));
  }

  private ShardLog open() throws IOException {
    return open(1 << 20);
  }

  private static String name(RawResponse response) {
    return String.valueOf(response.request().context().get("day"));
  }

  private static void append(ShardLog log, String... names) throws IOException {
    for (String name : names) {
      log.append(Responses.of(name));
    }
  }

  private static List<String> ids(ShardLog log) {
    return log.landed().stream().map(Landed::requestId).toList();
  }

  private static String[] idsOf(String... names) {
    return Stream.of(names).map(n -> Responses.request(n).requestId()).toArray(String[]::new);
  }

  private static RawResponse read(ObjectStore store, Landed landed) throws IOException {
    try (RawPart part = RawPart.open(store, new RawLines(store, ""), landed.origin().object())) {
      for (RawResponse.Located located; (located = part.next()) != null; ) {
        if (located.origin().equals(landed.origin())) {
          return located.response();
        }
      }
    }
    throw new AssertionError("Nothing lies at " + landed.origin());
  }

  static Stream<byte[]> bodies() {
    byte[] large = new byte[LARGE];
    new Random(8).nextBytes(large);
    byte[] largest = new byte[LARGE - 1];
    return Stream.of(
        "{\"mag\": 1.5, \"place\": \"İzmir ğ 😀\"}\r\n".getBytes(UTF_8),
        "\u2028\u2029\u0085\n\r".getBytes(UTF_8),
        "\uFEFFbom".getBytes(UTF_8),
        "a\0b".getBytes(UTF_8),
        new byte[0],
        new byte[] {'a', (byte) 0xC3, 'b'},
        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        new byte[] {(byte) 0xC0, (byte) 0x80, (byte) 0xFF},
        largest,
        large);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBodyIsReadByteForByteAsItLanded(byte[] body) throws IOException {
    RawResponse response = Responses.of("a", body);
    try (ShardLog log = open();
        ObjectStore store = ObjectStores.open(options)) {
      log.append(response);
      log.finish();

      Landed landed = log.landed().get(0);
      assertThat(landed.sha256(), is(Sha256.of(body)));
      assertThat(landed.bodyBytes(), is((long) body.length));
      RawResponse read = read(store, landed);
      assertThat(read.withBody(Body.of(read.body().bytes())), is(response));
    }
  }

  @Test
  void aLargeBodyThatIsNotWhatItWasIsNotReadToItsEnd() throws IOException {
    try (ShardLog log = open();
        ObjectStore store = ObjectStores.open(options)) {
      log.append(Responses.of("b", new byte[LARGE]));
      log.finish();
      String body =
          TestLake.contents(folder).keySet().stream()
              .filter(f -> f.endsWith(".bin"))
              .findAny()
              .get();
      Files.write(folder.resolve(body), new byte[LARGE - 1]);

      RawResponse read = read(store, log.landed().get(0));

      IOException e = assertThrows(IOException.class, () -> read.body().bytes());
      assertThat(e.getMessage(), containsString("is not what was landed"));
    }
  }

  @Test
  void whatWasSentWithoutAnAnswerIsRememberedByEveryExecution() throws IOException {
    try (ShardLog first = open();
        ShardLog second = open()) {
      first.remember(Map.of("a", 2, "b", 1));
      second.remember(Map.of("a", 3));
      second.remember(Map.of());
    }
    try (ShardLog log = open()) {
      assertThat(log.attemptsBefore("a"), is(5));
      assertThat(log.attemptsBefore("b"), is(1));
      assertThat(log.attemptsBefore("c"), is(0));
    }
  }

  @Test
  void aLineTellsTheSumOfItsBodyAndALargeBodyIsAnObjectOfItsOwn() throws IOException {
    byte[] large = new byte[LARGE];
    try (ShardLog log = open();
        ObjectStore store = ObjectStores.open(options)) {
      append(log, "a");
      log.append(Responses.of("b", large));
      log.append(Responses.of("c", large));
      log.finish();

      String uri = log.parts().get(0).uri();
      try (BufferedReader lines = PartFile.reader(store.open(uri))) {
        JsonNode small = new ObjectMapper().readTree(lines.readLine());
        assertThat(small.path("sha256").textValue(), is(Sha256.of("body of a")));
        assertThat(small.path("body").textValue(), is("body of a"));
        JsonNode other = new ObjectMapper().readTree(lines.readLine());
        assertThat(other.path("sha256").textValue(), is(Sha256.of(large)));
        try (InputStream in = store.open(other.path("bodyObject").textValue())) {
          assertThat(in.readAllBytes(), is(large));
        }
      }
    }
    assertThat(TestLake.contents(folder), aMapWithSize(2));
  }

  @Test
  void aPartEndsWhenItIsLargeEnough() throws IOException {
    try (ShardLog log = open(1)) {
      append(log, "a", "b", "c");
      log.finish();

      String prefix = TestLake.paths(folder, "r1").rawRun() + "part-3-";
      assertThat(
          log.parts().stream().map(StoredObject::uri).toList(),
          contains(prefix + "0.jsonl.gz", prefix + "1.jsonl.gz", prefix + "2.jsonl.gz"));
      assertThat(ids(log), containsInAnyOrder(idsOf("a", "b", "c")));
    }
  }

  @Test
  void aPartEndsWhenItsResponsesLieFarApart() throws IOException {
    RawLanding landing =
        RawLanding.in(TestLake.paths(folder, "r1"), ObjectStores.FACTORY)
            .withMaxPartAge(Duration.ofSeconds(60));
    try (ShardLog log = landing.open(SHARD, options, response -> {})) {
      log.append(Responses.of("a", 0));
      log.append(Responses.of("b", 59));
      log.append(Responses.of("c", 60));
      log.append(Responses.of("d", 90));

      assertThat("written before the log is finished", log.parts().get(0).records(), is(3L));
      log.finish();
      assertThat(log.parts().stream().map(StoredObject::records).toList(), contains(3L, 1L));
    }
  }

  @Test
  void aPartEndsWhenItHasResponsesEnough() throws IOException {
    RawLanding landing =
        RawLanding.in(TestLake.paths(folder, "r1"), ObjectStores.FACTORY).withMaxPartResponses(2);
    try (ShardLog log = landing.open(SHARD, options, response -> {})) {
      append(log, "a", "b", "c");

      assertThat("written before the log is finished", log.parts().get(0).records(), is(2L));
      log.finish();
      assertThat(log.parts().stream().map(StoredObject::records).toList(), contains(2L, 1L));
    }
  }

  @Test
  void aPartThatIsOldIsWrittenThoughNoResponseComes() throws IOException {
    try (ShardLog log = open()) {
      Instant came = Responses.of("a").fetchedAt();
      log.landOld(came);
      append(log, "a");

      log.landOld(came.plus(org.joda.time.Duration.millis(9_999)));
      assertThat(log.parts(), is(empty()));
      log.landOld(came.plus(org.joda.time.Duration.standardSeconds(10)));
      assertThat(log.parts().get(0).records(), is(1L));
    }
  }

  @Test
  void aPartTellsItsLengthItsSumAndItsResponses() throws IOException {
    try (ShardLog log = open();
        ObjectStore store = ObjectStores.open(options)) {
      append(log, "a", "b", "a");
      log.finish();

      StoredObject part = log.parts().get(0);
      try (InputStream in = store.open(part.uri())) {
        byte[] bytes = in.readAllBytes();
        assertThat(part, is(StoredObject.of(part.uri(), bytes.length, 2, Sha256.of(bytes))));
      }
    }
  }

  @Test
  void aSecondAttemptTakesOverWhatTheFirstWroteAndRewritesNothing() throws IOException {
    List<Landed> landed;
    List<StoredObject> parts;
    try (ShardLog log = open(1)) {
      append(log, "a", "b");
      log.finish();
      landed = log.landed();
      parts = log.parts();
    }
    Map<String, String> before = TestLake.contents(folder);
    assertThat(found, is(empty()));

    try (ShardLog log = open(1)) {
      assertThat(found, contains("a", "b"));
      assertThat(log.contains(Responses.request("b").requestId()), is(true));
      assertThat(log.contains(Responses.request("c").requestId()), is(false));
      log.append(Responses.of("a", "another answer".getBytes(UTF_8)));
      log.finish();

      assertThat(log.landed(), containsInAnyOrder(landed.toArray()));
      assertThat(log.parts(), is(parts));
    }
    assertThat(TestLake.contents(folder), is(before));
  }

  @Test
  void twoAttemptsAtOnceEndWithTheSameLog() throws IOException {
    try (ShardLog a = open();
        ShardLog b = open()) {
      append(a, "1", "2");
      append(b, "2", "3");
      a.finish();
      Map<String, String> before = TestLake.contents(folder);
      b.finish();

      assertThat(found, contains("1", "2"));
      assertThat(ids(a), containsInAnyOrder(idsOf("1", "2")));
      assertThat(ids(b), containsInAnyOrder(idsOf("1", "2", "3")));
      Map<String, String> after = TestLake.contents(folder);
      assertThat(after, aMapWithSize(2));
      after.keySet().retainAll(before.keySet());
      assertThat(after, is(before));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 600, 1 << 20})
  void howeverAttemptsTakeTurnsEveryResponseIsInTheLogOnce(long maxPartBytes) throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Path lake = Files.createDirectory(folder.resolve("seed-" + seed));
      RawLanding landing =
          RawLanding.in(TestLake.paths(lake, "r1"), ObjectStores.FACTORY)
              .withMaxPartBytes(maxPartBytes);
      Set<String> appended = takeTurns(landing, lake, random);
      try (ShardLog end = landing.open(SHARD, options, response -> {});
          ObjectStore store = ObjectStores.open(options)) {
        assertThat("seed " + seed, new TreeSet<>(ids(end)), is(appended));
        long lines = end.parts().stream().mapToLong(StoredObject::records).sum();
        assertThat("seed " + seed, lines, is((long) appended.size()));
        for (Landed landed : end.landed()) {
          assertThat(read(store, landed).request().requestId(), is(landed.requestId()));
        }
      }
    }
  }

  /** Lets three attempts append and finish in a random order; the ids of what has landed. */
  private Set<String> takeTurns(RawLanding landing, Path lake, Random random) throws IOException {
    Set<String> appended = new TreeSet<>();
    List<ShardLog> logs = new ArrayList<>();
    Map<String, String> before = new TreeMap<>();
    for (int turn = 0; turn < 30 || !logs.isEmpty(); turn++) {
      if (turn < 30 && logs.size() < 3) {
        logs.add(landing.open(SHARD, options, response -> {}));
      }
      ShardLog log = logs.get(random.nextInt(logs.size()));
      if (turn >= 30 || random.nextInt(8) == 0) {
        log.finish();
        for (Landed landed : log.landed()) {
          assertThat(log.contains(landed.requestId()), is(true));
          appended.add(landed.requestId());
        }
        log.close();
        logs.remove(log);
      } else {
        append(log, Integer.toString(random.nextInt(20)));
      }
      Map<String, String> after = TestLake.contents(lake);
      before.forEach((file, bytes) -> assertThat(file, after.get(file), is(bytes)));
      before = after;
    }
    return appended;
  }

  @Test
  void anAttemptThatEndsBeforeItFinishesLeavesNothing() throws IOException {
    Set<Path> unfinished;
    try (ShardLog log = open()) {
      append(log, "a", "b");
      unfinished = partsHeldOpen();
    }

    assertThat(TestLake.contents(folder), is(anEmptyMap()));
    assertThat(partsHeldOpen(), is(empty()));
    unfinished.forEach(file -> assertThat(Files.exists(file), is(false)));
    assertThat(unfinished, hasSize(Files.exists(OPEN_FILES) ? 1 : 0));
  }

  @Test
  void aFinishedLogLeavesNoFileOnTheWorker() throws IOException {
    RawLanding landing = RawLanding.in(TestLake.paths(folder, "r1"), new WatchedStores());
    try (ShardLog a = landing.open(SHARD, options, response -> {});
        ShardLog b = landing.withMaxPartBytes(1).open(SHARD, options, response -> {})) {
      append(a, "a", "b");
      append(b, "c", "d");
      b.finish();
      a.finish();
    }

    assertThat(WatchedStores.openStores(), is(0));
    assertThat(WatchedStores.filesFor(folder), hasSize(3));
    WatchedStores.filesFor(folder).forEach(file -> assertThat(Files.exists(file), is(false)));
    assertThat(partsHeldOpen(), is(empty()));
  }

  private static Set<Path> partsHeldOpen() throws IOException {
    Set<Path> parts = new TreeSet<>();
    if (Files.exists(OPEN_FILES)) {
      try (Stream<Path> handles = Files.list(OPEN_FILES)) {
        for (Path handle : handles.filter(Files::isSymbolicLink).toList()) {
          Path file = Files.exists(handle) ? Files.readSymbolicLink(handle) : handle;
          if (file.toString().contains("headrace-part-")) {
            parts.add(file);
          }
        }
      }
    }
    return parts;
  }

  @Test
  void aLogToWhichNothingCameHasNoPart() throws IOException {
    try (ShardLog log = open()) {
      log.finish();

      assertThat(log.parts(), is(empty()));
      assertThat(log.landed(), is(empty()));
    }
    assertThat(TestLake.contents(folder), is(anEmptyMap()));
  }

  @Test
  void shardsAndRunsDoNotSeeEachOthersParts() throws IOException {
    try (ShardLog log = open()) {
      append(log, "a");
      log.finish();
    }
    RawLanding other = RawLanding.in(TestLake.paths(folder, "r"), ObjectStores.FACTORY);
    try (ShardLog run = other.open(SHARD, options, response -> {});
        ShardLog shard =
            RawLanding.in(TestLake.paths(folder, "r1"), ObjectStores.FACTORY)
                .open(SHARD + 1, options, response -> {})) {
      assertThat(run.parts(), is(empty()));
      assertThat(shard.parts(), is(empty()));
    }
  }

  @Test
  void aPartWhoseLargeBodyIsMissingIsNotTakenForAMissingPart() throws IOException {
    try (ShardLog log = open()) {
      append(log, "a");
      log.append(Responses.of("b", new byte[LARGE]));
      log.finish();
    }
    String body =
        TestLake.contents(folder).keySet().stream().filter(f -> f.endsWith(".bin")).findAny().get();
    Files.delete(folder.resolve(body));

    IOException e = assertThrows(IOException.class, this::open);

    assertThat(e.getMessage(), allOf(containsString("line 1 of "), containsString("part-3-0")));
  }

  @Test
  void aLogThatCannotBeOpenedClosesItsStore() throws IOException {
    Path part = folder.resolve("raw/usgs/events/run=r1/part-3-0.jsonl.gz");
    Files.createDirectories(part.resolveSibling(""));
    Files.writeString(part, "not gzip");
    RawLanding landing = RawLanding.in(TestLake.paths(folder, "r1"), new WatchedStores());

    assertThrows(IOException.class, () -> landing.open(SHARD, options, response -> {}));
    assertThat(WatchedStores.openStores(), is(0));
    assertThat(TestLake.contents(folder), hasKey("raw/usgs/events/run=r1/part-3-0.jsonl.gz"));
    assertThat(found, hasSize(0));
  }
}
