package dev.headrace.pipelines.run;

import dev.headrace.io.lake.compact.CompactFiles;
import dev.headrace.io.lake.compact.Compaction;
import dev.headrace.io.lake.compact.SmallFiles;
import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;

/**
 * Many small files of a definition's dataset into few, once: of every key of a partition the row of
 * the highest version stays. A dataset without a key or a version keeps every row, since nothing
 * tells which of two is later. Rows that give way are counted and never rejected, also where runs
 * reject duplicates: each run has kept to that by itself.
 *
 * <p>Files that are parted by another field, from before the definition's was changed, stay.
 *
 * <p>Safe beside runs and other compactions, and to start again, see {@link Compaction}.
 */
public final class Compact {
  private static final String STEP = "compact";

  private Compact() {}

  /**
   * Executes a compaction.
   *
   * @param paths whose run id is the compaction's
   * @param choice which files are worth it
   * @return its manifest; empty if no files were
   * @throws IllegalArgumentException if the run id is not its own, or the contract's schema is not
   *     one that the dataset can go on with
   * @throws org.apache.beam.sdk.Pipeline.PipelineExecutionException if another compaction has
   *     committed meanwhile, among others; nothing is committed then, and a new one can be started
   */
  public static Optional<RunManifest> execute(
      PipelineDefinition definition,
      RunPaths paths,
      SmallFiles choice,
      PipelineOptions options,
      WholeRun.StepRunner steps)
      throws IOException {
    try (ObjectStore store = ObjectStores.open(options)) {
      DatasetManifests written = DatasetManifests.read(store, paths.dataset(definition.dataset()));
      Optional<Compaction> started =
          Compaction.start(
              store,
              paths,
              definition.dataset(),
              EvolveSchema.known(definition, written),
              definition.fingerprint(),
              choice.withFilesPartedBy(definition.partition()),
              Clock.systemUTC());
      return started.isEmpty()
          ? Optional.empty()
          : Optional.of(finish(definition, started.get(), store, options, steps));
    }
  }

  private static RunManifest finish(
      PipelineDefinition definition,
      Compaction compaction,
      ObjectStore store,
      PipelineOptions options,
      WholeRun.StepRunner steps)
      throws IOException {
    Optional<RunManifest> before = compaction.committed(store);
    if (before.isPresent()) {
      steps.alreadyDone(STEP);
      return before.get();
    }
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, definition, compaction);
    steps.run(STEP, pipeline);
    return compaction
        .committed(store)
        .orElseThrow(() -> new IOException("The compaction ended without a manifest"));
  }

  /** Adds the step to a pipeline; the output is the manifest's URI. */
  static PCollection<String> build(
      Pipeline pipeline, PipelineDefinition definition, Compaction compaction) {
    return pipeline.apply(
        "Compact",
        CompactFiles.of(
            compaction,
            keep(definition),
            Reprocess.files(inSchemaOf(compaction, definition), compaction.paths()),
            ObjectStores.FACTORY));
  }

  /** With the columns that runs have found, where the contract's mode lets them. */
  private static PipelineDefinition inSchemaOf(
      Compaction compaction, PipelineDefinition definition) {
    return definition.withContract(
        Contract.of(compaction.schema()).withMode(definition.contract().mode()));
  }

  private static KeepLatest keep(PipelineDefinition definition) {
    return Reprocess.keepLatest(
        definition, definition.version().isPresent() ? definition.keys() : List.of());
  }
}
