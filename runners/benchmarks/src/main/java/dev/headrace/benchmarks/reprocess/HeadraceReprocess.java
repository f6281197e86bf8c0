package dev.headrace.benchmarks.reprocess;

import dev.headrace.io.lake.raw.RawLanding;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.run.RunPlan;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.Reprocess;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.StartedRun;
import dev.headrace.runners.spark.SparkSetup;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landing.ShardLog;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.RecordFormat;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.api.java.JavaSparkContext;

/** Headrace's own reprocessing, of a definition as a user writes it, on the SparkRunner. */
final class HeadraceReprocess {
  private static final String TIME = "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}";
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Flight", "fields": [
        {"name": "flight_key", "type": "string"},
        {"name": "date", "type": %1$s},
        {"name": "delay", "type": "int", "min": %2$d, "max": %3$d},
        {"name": "distance", "type": "int", "min": %4$d, "max": %5$d},
        {"name": "origin", "type": "string"},
        {"name": "destination", "type": "string"},
        {"name": "month", "type": "string"},
        {"name": "updated_at", "type": %1$s}]}
      """
          .formatted(
              TIME, Rules.MIN_DELAY, Rules.MAX_DELAY, Rules.MIN_DISTANCE, Rules.MAX_DISTANCE);

  private HeadraceReprocess() {}

  /** Lands the bodies in a raw bucket, as an ingestion does. */
  static void land(Task task) throws IOException {
    StartedRun run = started(task);
    List<LedgerEntry> ledger = new ArrayList<>();
    try (ShardLog log =
        RawLanding.in(run.paths(), ObjectStores.FACTORY)
            .open(0, PipelineOptionsFactory.create(), response -> {})) {
      for (Path file : task.bodies()) {
        log.append(response(file));
        ledger.add(LedgerEntry.of(Account.BODY_BYTES, Files.size(file)));
      }
      log.finish();
      for (StoredObject part : log.parts()) {
        ledger.add(LedgerEntry.of(Account.WRITTEN, part));
      }
    }
    RunManifest manifest = empty(run).withEntries(ledger);
    Files.write(manifestFile(task), manifest.toJson());
  }

  private static RawResponse response(Path file) throws IOException {
    FetchRequest request = FetchRequest.get("benchmark", "flights", "/" + file.getFileName());
    Body body = Body.of(FileChannel.open(file), Files.size(file), sum(file));
    return RawResponse.of(
        request, 200, Map.of(), body, 1, 1, org.joda.time.Instant.ofEpochMilli(0));
  }

  private static String sum(Path file) throws IOException {
    var digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }

  /** Runs on a Spark of its own in this JVM. */
  static void run(Task task) throws IOException {
    System.setProperty("spark.default.parallelism", Integer.toString(Task.BUCKETS));
    run(task, options("local[" + Task.PARALLELISM + "]"));
  }

  /** Runs on a Spark that is there. */
  static void run(Task task, JavaSparkContext context) throws IOException {
    PipelineOptions options = options(context.master());
    SparkContextOptions spark = options.as(SparkContextOptions.class);
    spark.setUsesProvidedSparkContext(true);
    spark.setProvidedSparkContext(context);
    run(task, options);
  }

  private static PipelineOptions options(String master) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--sparkMaster=" + master,
                // A region is usually told; otherwise it is looked for, even where there is no S3.
                "--awsRegion=eu-west-1")
            .create();
    options.setRunner(SparkRunner.class);
    return options;
  }

  private static void run(Task task, PipelineOptions options) throws IOException {
    new SparkSetup().prepare(options);
    Pipeline pipeline = Pipeline.create(options);
    RunManifest raw = RunManifest.ofJson(Files.readAllBytes(manifestFile(task)));
    Reprocess.build(pipeline, started(task), raw);
    pipeline.run().waitUntilFinish();
  }

  private static StartedRun started(Task task) {
    RunPaths paths = paths(task);
    RunSettings settings =
        RunSettings.builder()
            .runId(paths.runId())
            .end(Instant.EPOCH)
            .raw(paths.raw())
            .transformed(paths.transformed())
            .deadLetter(paths.deadLetter())
            .staging(paths.staging())
            .warehouse(RedshiftConnection.of("jdbc:redshift://localhost:5439/none", "nobody"))
            .build();
    RunPlan plan = new RunPlan(paths.runId(), Instant.EPOCH.toString(), Map.of(), null);
    return new StartedRun(definition(), settings, paths, plan);
  }

  private static RunPaths paths(Task task) {
    String root = "file://" + task.folder().toAbsolutePath();
    return new RunPaths(
        root + "/raw", root, root + "/dead-letters", root, "benchmark", "flights", "run");
  }

  private static PipelineDefinition definition() {
    Contract contract = Contract.of(new org.apache.avro.Schema.Parser().parse(SCHEMA));
    return PipelineDefinition.builder()
        .source("benchmark")
        .resource("flights")
        .baseUrl(URI.create("http://localhost"))
        .requests(window -> List.of())
        .format(RecordFormat.ndjson())
        .contract(contract)
        .dataset("flights")
        .key("flight_key")
        .version("updated_at")
        .partition("month")
        .table(RedshiftTable.of("flights", contract.schemaWithout("month")))
        .build();
  }

  private static RunManifest empty(StartedRun run) {
    return new RunManifest(
        RunManifest.Step.INGEST,
        run.paths().runId(),
        run.paths().source(),
        run.paths().resource(),
        run.plan().startedAt(),
        run.plan().startedAt(),
        Map.of(),
        Map.of(),
        null,
        null,
        List.of(),
        List.of());
  }

  private static Path manifestFile(Task task) {
    return task.folder().resolve("raw-manifest.json");
  }
}
