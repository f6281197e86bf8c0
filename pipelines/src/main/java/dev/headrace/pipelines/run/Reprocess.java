package dev.headrace.pipelines.run;

import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.raw.ReadRecords;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.Step;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.shape.Derive;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/**
 * From the raw to the transformed bucket, without a request to the API: records selected, conformed
 * and of every key the latest kept, in Parquet by partition; what does not fit in the dead-letter
 * bucket; the manifest last.
 *
 * <p>One shuffle, and no step with two outputs: a runner has no reason to do anything twice.
 */
public final class Reprocess {
  private static final int LEAST_BUCKETS = 4;
  private static final int MOST_BUCKETS = 4096;
  private static final long BODY_BYTES_PER_BUCKET = 64L << 20;

  private Reprocess() {}

  /** Adds the step to a pipeline; the output is the manifest's URI. */
  public static PCollection<String> build(Pipeline pipeline, StartedRun run, RunManifest raw) {
    KeepLatest keep = keepLatest(run, raw);
    return pipeline
        .apply("RawObjects", Create.of(raw.objects()).withCoder(StoredObject.CODER))
        .apply(
            "ReadRecords", readRecords(run, raw).withSteps(steps(run.definition())).packedFor(keep))
        .apply("KeepLatest", keep.ofPacked())
        .apply("WriteParquet", writeParquet(run))
        .apply("CommitRun", CommitRun.of(run.reprocessCommit(), ObjectStores.FACTORY));
  }

  static ReadRecords readRecords(StartedRun run, RunManifest raw) {
    ReadRecords read = ReadRecords.of(run.definition().format(), ObjectStores.FACTORY);
    if (raw.objects().size() <= 1) {
      read = read.withoutSpreading();
    }
    boolean none = raw.counts().containsKey(Account.LARGE_BODIES);
    return none && raw.count(Account.LARGE_BODIES) == 0 ? read.withoutLargeBodies() : read;
  }

  private static List<Step> steps(PipelineDefinition definition) {
    List<Step> steps = new ArrayList<>();
    definition.reshape().ifPresent(steps::add);
    steps.add(Conform.to(definition.contract()));
    if (!definition.contract().derived().isEmpty()) {
      steps.add(Derive.of(definition.contract()));
    }
    steps.addAll(definition.steps());
    return steps;
  }

  private static KeepLatest keepLatest(StartedRun run, RunManifest raw) {
    PipelineDefinition definition = run.definition();
    KeepLatest keep =
        keepLatest(definition, definition.keys())
            .withBuckets(run.settings().buckets().orElseGet(() -> buckets(raw)));
    return definition.rejectDuplicates() ? keep.rejectingDuplicates() : keep;
  }

  static KeepLatest keepLatest(PipelineDefinition definition, List<String> keys) {
    KeepLatest keep = keys.isEmpty() ? KeepLatest.keepingAll() : KeepLatest.by(keys);
    if (definition.version().isPresent()) {
      keep = keep.withVersion(definition.version().get());
    }
    if (definition.partition().isPresent()) {
      keep = keep.withPartition(definition.partition().get());
    }
    if (definition.runRules().freshnessField().isPresent()) {
      keep = keep.withNewest(definition.runRules().freshnessField().get());
    }
    return keep.withOrder(definition.order());
  }

  /** A multiple of four, as cores come: with one bucket more, all but one would wait for it. */
  private static int buckets(RunManifest raw) {
    long bySize = raw.count(Account.BODY_BYTES) / BODY_BYTES_PER_BUCKET / LEAST_BUCKETS;
    return (int) Math.max(1, Math.min(bySize, MOST_BUCKETS / LEAST_BUCKETS)) * LEAST_BUCKETS;
  }

  private static WriteParquet writeParquet(StartedRun run) {
    DatasetFiles files = files(run.definition(), run.paths());
    return WriteParquet.of(run.paths(), files, run.plan().startedOn(), ObjectStores.FACTORY);
  }

  static DatasetFiles files(PipelineDefinition definition, RunPaths paths) {
    DatasetFiles files =
        DatasetFiles.of(paths, definition.dataset(), definition.contract().schema())
            .withCompression(definition.compression())
            .withTargetBytes(definition.fileSize());
    if (definition.partition().isPresent()) {
      files = files.withPartition(definition.partition().get());
    }
    return definition.keys().size() == 1 ? files.withUnique(definition.keys().get(0)) : files;
  }
}
