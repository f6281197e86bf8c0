package dev.headrace.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Throwables;
import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.io.lake.run.DeadLetterSummary;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.quality.RequireReference;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.RecordSteps;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules that take more than one record, on Spark: to other datasets, and of the whole run. */
class QualityOnSparkTest {
  private static final String STARTED = "2026-11-23T06:00:00Z";
  private static final Instant NEWEST = Instant.parse("2026-11-23T00:00:00.000001Z");
  private static final Contract CONTRACT =
      Contract.of(
          new Schema.Parser()
              .parse(
                  """
                  {"type": "record", "name": "Sale", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "shop", "type": ["null", "string"]},
                    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}
                  """));
  private static final List<String> SALES =
      List.of(
          "{\"id\":\"a\",\"shop\":\"north\",\"at\":\"2026-11-20T12:00:00Z\"}",
          "{\"id\":\"b\",\"shop\":\"south\",\"at\":\"" + NEWEST + "\"}",
          "{\"id\":\"c\",\"shop\":null,\"at\":\"2026-11-21T12:00:00Z\"}",
          "{\"id\":\"d\",\"shop\":\"nowhere\",\"at\":\"2026-11-22T12:00:00Z\"}");

  @TempDir private Path folder;

  private RunPaths paths() {
    String root = "file://" + folder;
    return new RunPaths(root, root + "/lake", root + "/dead", root, "shop", "sales", "r1");
  }

  private static Pipeline pipeline() {
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setRunner(SparkRunner.class);
    options.setSparkMaster("local[2]");
    new SparkSetup().prepare(options);
    return Pipeline.create(options);
  }

  private static PCollection<RecordOutcome> sales(Pipeline pipeline) {
    List<RecordOutcome> outcomes =
        new ArrayList<>(List.of(new Tally(Account.PARSED, SALES.size())));
    for (int i = 0; i < SALES.size(); i++) {
      outcomes.add(SourceRecord.of(SALES.get(i).getBytes(UTF_8), Origin.of("s3://raw/part", 0, i)));
    }
    return pipeline.apply(Create.of(outcomes).withCoder(RecordOutcomeCoder.raw()));
  }

  /** Commits the sales of known shops, if the newest is no older than that. */
  private void run(Duration maxAge) {
    Pipeline pipeline = pipeline();
    PCollection<String> shops = pipeline.apply("Shops", Create.of("north", "south", "north"));
    DatasetFiles files = DatasetFiles.of(paths(), "sales", CONTRACT.schema());
    RunManifest template =
        new RunManifest(
            RunManifest.Step.REPROCESS,
            "r1",
            "shop",
            "sales",
            STARTED,
            STARTED,
            Map.of(),
            Map.of(),
            null,
            null,
            List.of(),
            List.of());
    Commit commit =
        new Commit(
                paths(),
                paths().datasetManifest("sales"),
                template,
                List.of(Stage.QUALITY),
                "2026-11-23")
            .withRules(RunRules.none().withFreshness("at", maxAge));
    sales(pipeline)
        .apply(RecordSteps.of(Conform.to(CONTRACT)))
        .apply(RequireReference.ofTexts("shop", shops))
        .apply(KeepLatest.by("id").withBuckets(2).withNewest("at"))
        .apply(WriteParquet.of(paths(), files, "2026-11-23", ObjectStores.FACTORY))
        .apply(CommitRun.of(commit, ObjectStores.FACTORY));
    pipeline.run().waitUntilFinish();
  }

  @Test
  void whatRefersToNothingIsADeadLetterAndTheNewestOfAllWorkersIsFresh() throws IOException {
    run(Duration.ofHours(6));

    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      RunManifest manifest = Commit.read(store, paths().datasetManifest("sales")).orElseThrow();
      assertThat(manifest.count(Account.WRITTEN), is(3L));
      assertThat(manifest.count(Account.DEAD), is(1L));
      assertThat(
          manifest.counts().get(Account.NEWEST),
          is(ChronoUnit.MICROS.between(Instant.EPOCH, NEWEST)));
      DeadLetterSummary dead = DeadLetterSummary.of(store, manifest.deadLetters()).get(0);
      assertThat(dead.reason(), is(Reason.RULE));
      assertThat(dead.example(), is("The field shop refers to something that is not there"));
    }
  }

  @Test
  void aRunWhoseNewestIsTooOldFailsAndCommitsNothing() throws IOException {
    RuntimeException e = assertThrows(RuntimeException.class, () -> run(Duration.ofHours(5)));

    assertThat(
        Throwables.getRootCause(e).getMessage(),
        containsString(
            "the newest at must be no older than 2026-11-23T01:00:00Z, but is " + NEWEST));
    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      assertThat(Commit.read(store, paths().datasetManifest("sales")), is(Optional.empty()));
    }
  }
}
