package dev.headrace.io.lake.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.io.lake.store.Payloads;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteDeadLettersTest {
  private static final DeadLetter.Context CONTEXT = DeadLetter.Context.of("r1", "usgs", "events");
  private static final Instant FAILED_AT = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir private Path folder;

  private static DeadLetter letter(Stage stage, Reason reason, int line, byte[] payload) {
    Origin origin = Origin.of("s3://raw/part-0", line, -1);
    return DeadLetter.ofRecord(
        CONTEXT, stage, reason, "detail " + line, payload, origin, FAILED_AT);
  }

  private static List<DeadLetter> letters() {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] payload = i % 2 == 0 ? ("text ğ\n" + i).getBytes(UTF_8) : new byte[] {-1, 0, (byte) i};
      letters.add(letter(Stage.CONFORM, Reason.WRONG_TYPE, i, payload));
    }
    letters.add(letter(Stage.PARSE, Reason.MALFORMED, 0, new byte[0]));
    letters.add(
        DeadLetter.ofRequest(
            CONTEXT, Reason.TIMEOUT, "late", "{}".getBytes(UTF_8), 5, FAILED_AT, FAILED_AT));
    return letters;
  }

  private void write(List<DeadLetter> letters) {
    Pipeline pipeline = Pipeline.create();
    PCollection<Long> written =
        pipeline
            .apply(Create.of(letters).withCoder(DeadLetter.CODER))
            .apply(
                WriteDeadLetters.of(
                    TestLake.paths(folder, "r1"), "2026-11-23", ObjectStores.FACTORY))
            .apply(MapElements.into(TypeDescriptors.longs()).via(StoredObject::records))
            .setCoder(VarLongCoder.of())
            .apply(Sum.longsGlobally());
    PAssert.thatSingleton(written).isEqualTo((long) letters.size());
    pipeline.run();
  }

  private List<StoredObject> objects() throws IOException {
    List<StoredObject> objects = new ArrayList<>();
    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      for (String uri : store.list("file://" + folder + "/")) {
        try (InputStream in = store.open(uri)) {
          objects.add(StoredObject.of(uri, in.readAllBytes().length, 1, ""));
        }
      }
    }
    return objects;
  }

  private Map<String, JsonNode> lines() throws IOException {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (StoredObject object : objects()) {
      Path file = Path.of(object.uri().substring("file://".length()));
      try (BufferedReader reader = PartFile.reader(Files.newInputStream(file))) {
        for (String line; (line = reader.readLine()) != null; ) {
          JsonNode letter = new ObjectMapper().readTree(line);
          lines.put(letter.path("id").textValue(), letter);
        }
      }
    }
    return lines;
  }

  @Test
  void everyLetterIsWrittenWithItsPayloadByteForByte() throws IOException {
    List<DeadLetter> letters = letters();
    write(letters);

    Map<String, JsonNode> lines = lines();
    assertThat(lines.size(), is(letters.size()));
    for (DeadLetter letter : letters) {
      JsonNode line = Objects.requireNonNull(lines.get(letter.id()));
      assertThat(Payloads.get(line, "payload"), is(letter.payload()));
      assertThat(line.path("detail").textValue(), is(letter.detail()));
      assertThat(line.path("reason").textValue(), is(letter.reason().name()));
      assertThat(line.has("origin"), is(letter.origin() != null));
    }
  }

  @Test
  void aPayloadThatIsNoTextIsInBase64() throws IOException {
    byte[] payload = {-1, 0, 1};
    write(List.of(letter(Stage.PARSE, Reason.MALFORMED, 7, payload)));

    JsonNode line = lines().values().iterator().next();
    assertThat(line.path("payloadEncoding").textValue(), is("base64"));
    assertThat(line.path("payload").textValue(), is(Base64.getEncoder().encodeToString(payload)));
  }

  @Test
  void lettersAreFiledByStageDayAndRun() throws IOException {
    write(letters());

    for (StoredObject object : objects()) {
      assertThat(
          object.uri(),
          matchesPattern(
              "file://.*/dead-letter/usgs/events/stage=(FETCH|PARSE|CONFORM)"
                  + "/dt=2026-11-23/run=r1/part-[0-3]-[0-9a-f]{16}.jsonl.gz"));
    }
  }

  @Test
  void aSecondAttemptWritesTheSameBytesUnderTheSameNames() {
    List<DeadLetter> letters = letters();
    write(letters);
    Map<String, String> first = TestLake.contents(folder);
    Collections.reverse(letters);

    write(letters);

    assertThat(TestLake.contents(folder), is(first));
  }

  @Test
  void whatALaterAttemptSetsAsideDoesNotChangeWhatAnEarlierOneWrote() {
    write(letters());
    Map<String, String> first = TestLake.contents(folder);
    List<DeadLetter> fewer = letters().subList(0, 3);

    write(fewer);

    assertThat(TestLake.contents(folder).entrySet().containsAll(first.entrySet()), is(true));
  }

  @Test
  void withoutALetterNothingIsWritten() {
    write(List.of());

    assertThat(TestLake.contents(folder), is(anEmptyMap()));
  }

  @Test
  void aPayloadLargerThanJsonReadersTakeDoesNotStopTheSummary() throws IOException {
    write(List.of(letter(Stage.PARSE, Reason.MALFORMED, 0, new byte[21_000_000])));

    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      assertThat(
          DeadLetterSummary.of(store, objects()),
          contains(new DeadLetterSummary(Stage.PARSE, Reason.MALFORMED, "detail 0", 1)));
    }
  }

  @Test
  void aSummaryCountsByStageAndReason() throws IOException {
    write(letters());

    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      assertThat(
          DeadLetterSummary.of(store, objects()),
          contains(
              new DeadLetterSummary(Stage.CONFORM, Reason.WRONG_TYPE, "detail 0", 20),
              new DeadLetterSummary(Stage.FETCH, Reason.TIMEOUT, "late", 1),
              new DeadLetterSummary(Stage.PARSE, Reason.MALFORMED, "detail 0", 1)));
      assertThat(DeadLetterSummary.of(store, List.of()), is(List.of()));
    }
  }
}
