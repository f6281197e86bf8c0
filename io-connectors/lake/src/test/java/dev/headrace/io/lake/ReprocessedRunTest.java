package dev.headrace.io.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.raw.RawLanding;
import dev.headrace.io.lake.raw.ReadRecords;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordSteps;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A raw run, small bodies and large ones among them, brought to the lake. */
class ReprocessedRunTest {
  private static final Contract CONTRACT =
      Contract.of(
          new Schema.Parser()
              .parse(
                  """
                  {"type": "record", "name": "Thing", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "version", "type": "long"},
                    {"name": "group", "type": "string"}]}
                  """));

  private static final ReadRecords READ =
      ReadRecords.of(RecordFormat.ndjson(), ObjectStores.FACTORY);

  @TempDir private Path folder;

  private record Landed(List<StoredObject> parts, long records, long keys, long broken) {}

  /** Lines with keys that come again, and broken ones among them. */
  private Landed land(long seed, int... bodyLines) throws IOException {
    Random random = new Random(seed);
    long broken = 0;
    long records = 0;
    Map<String, Long> keys = new TreeMap<>();
    try (ShardLog log =
        RawLanding.in(TestLake.paths(folder, "r1"), ObjectStores.FACTORY)
            .open(0, PipelineOptionsFactory.create(), response -> {})) {
      for (int number = 0; number < bodyLines.length; number++) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < bodyLines[number]; i++) {
          String id = "k" + random.nextInt(3000);
          long version = random.nextInt(1_000_000);
          boolean isBroken = random.nextInt(50) == 0;
          broken += isBroken ? 1 : 0;
          if (!isBroken) {
            keys.merge(id, version, Math::max);
          }
          String padding = "é".repeat(random.nextInt(2000));
          body.append("{\"id\":\"%s\",\"padding\":\"%s\",".formatted(id, padding))
              .append("\"group\":\"g%d\",".formatted(random.nextInt(3)))
              .append("\"version\":%s}\n".formatted(isBroken ? "\"none\"" : version));
          records++;
        }
        log.append(response(number, body.toString()));
      }
      log.finish();
      return new Landed(log.parts(), records, keys.size(), broken);
    }
  }

  private static RawResponse response(int number, String body) {
    return RawResponse.of(
        FetchRequest.get("usgs", "events", "/" + number),
        200,
        Map.of(),
        Body.of(body.getBytes(UTF_8)),
        1,
        1,
        Instant.ofEpochMilli(0));
  }

  private RunManifest reprocess(
      Landed landed, ReadRecords read, SerializableFunction<RecordOutcome, Boolean> kept)
      throws IOException {
    RunPaths paths = TestLake.paths(folder, "r1");
    DatasetFiles files = DatasetFiles.of(paths, "things", CONTRACT.schema()).withPartition("group");
    Pipeline pipeline = Pipeline.create();
    PCollection<RecordOutcome> records =
        pipeline.apply(Create.of(landed.parts()).withCoder(StoredObject.CODER)).apply(read);
    records
        .apply(Filter.by(kept))
        .setCoder(records.getCoder())
        .apply(RecordSteps.of(Conform.to(CONTRACT)))
        .apply(KeepLatest.by("id").withVersion("version").withPartition("group").withBuckets(3))
        .apply(WriteParquet.of(paths, files, "2026-11-23", ObjectStores.FACTORY))
        .apply(CommitRun.of(commit(paths), ObjectStores.FACTORY));
    pipeline.run();
    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      return Commit.read(store, paths.datasetManifest("things")).orElseThrow();
    }
  }

  private static Commit commit(RunPaths paths) {
    RunManifest template =
        new RunManifest(
            RunManifest.Step.REPROCESS,
            "r1",
            "usgs",
            "things",
            "2026-11-23T00:00:00Z",
            "2026-11-23T00:00:00Z",
            Map.of(),
            Map.of(),
            null,
            null,
            List.of(),
            List.of());
    return new Commit(
        paths,
        paths.datasetManifest("things"),
        template,
        List.of(Stage.PARSE, Stage.CONFORM),
        "2026-11-23");
  }

  private Map<String, String> parquet() {
    Map<String, String> files = TestLake.contents(folder);
    files.keySet().removeIf(name -> !name.endsWith(".parquet"));
    return files;
  }

  @ParameterizedTest
  @CsvSource({"1, 33554432", "2, 4000000", "3, 65536", "4, 500"})
  void whatIsReadIsWrittenOrDeadOrGaveWayWhateverThePieces(long seed, long pieceBytes)
      throws Exception {
    Landed landed = seed < 4 ? land(seed, 5_000, 0, 500, 4_900) : land(seed, 800, 0, 500);

    RunManifest manifest = reprocess(landed, READ.withPieceBytes(pieceBytes), outcome -> true);

    assertThat(manifest.count(Account.PARSED), is(landed.records()));
    assertThat(manifest.count(Account.DEAD), is(landed.broken()));
    assertThat(manifest.count(Account.WRITTEN), is(landed.keys()));
    assertThat(
        manifest.count(Account.DUPLICATES), is(landed.records() - landed.broken() - landed.keys()));
  }

  @Test
  void theSameRawRunGivesTheSameBytesHoweverItIsCutAndSpread() throws Exception {
    Landed landed = land(5, 5_000, 300);
    reprocess(landed, READ.withPieceBytes(1 << 20), outcome -> true);
    Map<String, String> first = parquet();
    Files.delete(folder.resolve("transformed/things/_manifests/r1.json"));

    reprocess(landed, READ.withPieceBytes(3_000_000).withoutSpreading(), outcome -> true);

    assertThat(first.isEmpty(), is(false));
    assertThat(parquet().equals(first), is(true));
  }

  @Test
  void aRecordThatIsLostFailsTheRunAndNothingIsCommitted() throws Exception {
    Landed landed = land(6, 300);

    Pipeline.PipelineExecutionException e =
        assertThrows(
            Pipeline.PipelineExecutionException.class,
            () ->
                reprocess(
                    landed,
                    READ.withPieceBytes(1 << 20),
                    outcome ->
                        !(outcome instanceof SourceRecord record) || record.origin().record() > 0));

    assertThat(e.getMessage(), containsString("does not balance: 300 PARSED is not"));
    assertThat(Files.exists(folder.resolve("transformed/things/_manifests/r1.json")), is(false));
  }
}
