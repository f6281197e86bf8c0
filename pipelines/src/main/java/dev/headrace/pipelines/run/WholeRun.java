package dev.headrace.pipelines.run;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.DeadLetterSummary;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Ingests, reprocesses and loads, each as a pipeline of its own, and each only if it has not been
 * committed before: a run that was killed goes on where it was, and one that is done does nothing.
 * Where it is asked for, the dataset is published to the data catalog before it is loaded, by every
 * start of the run: what is there already stays as it is.
 */
public final class WholeRun {
  private final PipelineDefinition definition;
  private final RunSettings settings;
  private final PipelineOptions options;
  private final StepRunner steps;
  private final Loads loads;
  private final Clock clock;

  /** Runs the pipeline of one step to its end. */
  public interface StepRunner {
    /**
     * Runs the pipeline.
     *
     * @param step what is run: ingest, infer, reprocess, publish, load or compact
     * @return its end, of which the metrics can be asked
     * @throws org.apache.beam.sdk.Pipeline.PipelineExecutionException if it fails
     */
    PipelineResult run(String step, Pipeline pipeline);

    /** Is told of a step that an earlier run has committed. */
    void alreadyDone(String step);
  }

  /** A run to be executed. */
  public WholeRun(
      PipelineDefinition definition,
      RunSettings settings,
      PipelineOptions options,
      StepRunner steps) {
    this.definition = definition;
    this.settings = settings;
    this.options = options;
    this.steps = steps;
    this.loads = new Loads(settings.warehouse(), Load.table(definition));
    this.clock = Clock.systemUTC();
  }

  /**
   * Checks a run as far as nothing outside has to be asked.
   *
   * @throws IllegalArgumentException if the settings are not allowed
   */
  public static void requireAllowed(PipelineDefinition definition, RunSettings settings) {
    StartedRun.requireAllowed(definition, settings, Clock.systemUTC());
  }

  /**
   * Executes the run.
   *
   * @throws IllegalArgumentException if the settings are not allowed, or not those that the run was
   *     first started with
   */
  public RunReport execute() throws IOException, SQLException {
    StartedRun.requireAllowed(definition, settings, clock);
    try (ObjectStore store = ObjectStores.open(options)) {
      requireEarlierRuns(store);
      StartedRun planned = StartedRun.plan(definition, settings, store, clock);
      loads.requireWarehouse(planned.paths());
      StagingBucket.require(store, settings.staging());
      requireCatalog(planned, store);
      StartedRun started = planned.begin(store);
      RunManifest raw =
          step(
              store, "ingest", started.ingestCommit(), pipeline -> Ingest.build(pipeline, started));
      StartedRun run = EvolveSchema.evolve(started, raw, store, pass -> runStep("infer", pass));
      RunManifest transformed =
          step(
              store,
              "reprocess",
              run.reprocessCommit(),
              pipeline -> Reprocess.build(pipeline, run, raw));
      Optional<Published> published = publish(run, store);
      LoadResult loaded = load(run, transformed);
      List<StoredObject> dead = new ArrayList<>(raw.deadLetters());
      dead.addAll(transformed.deadLetters());
      return new RunReport(raw, transformed, published, loaded, DeadLetterSummary.of(store, dead));
    }
  }

  private RunManifest step(ObjectStore store, String name, Commit commit, Consumer<Pipeline> build)
      throws IOException {
    Optional<RunManifest> committed = Commit.read(store, commit.manifestUri());
    if (committed.isPresent()) {
      requireSameRun(commit, committed.get());
      commit.finish(store, committed.get());
      steps.alreadyDone(name);
      return committed.get();
    }
    runStep(name, build);
    return Commit.read(store, commit.manifestUri())
        .orElseThrow(
            () -> new IOException("The step " + name + " ended without " + commit.manifestUri()));
  }

  /**
   * Two pipelines that write one dataset under one run id would take each other's work for theirs.
   */
  private static void requireSameRun(Commit commit, RunManifest committed) {
    RunManifest own = commit.template();
    if (!committed.source().equals(own.source()) || !committed.settings().equals(own.settings())) {
      throw new IllegalStateException(
          "%s was committed by another run of the same id; give this one another run id"
              .formatted(commit.manifestUri()));
    }
  }

  /** What the catalog would refuse is not to be found out by a run that has committed. */
  private void requireCatalog(StartedRun run, ObjectStore store) throws IOException {
    if (settings.glue().isPresent()) {
      Publish.requirePublishable(run, settings.glue().get(), written(run, store), options);
    }
  }

  private DatasetManifests written(StartedRun run, ObjectStore store) throws IOException {
    return DatasetManifests.read(store, run.paths().dataset(definition.dataset()));
  }

  private Optional<Published> publish(StartedRun run, ObjectStore store) throws IOException {
    if (settings.glue().isEmpty()) {
      return Optional.empty();
    }
    GlueTarget target = settings.glue().get();
    DatasetManifests written = written(run, store);
    PipelineResult result =
        runStep("publish", pipeline -> Publish.build(pipeline, run, target, written));
    return Optional.of(
        Published.of(target.tableOf(definition.dataset()), written.partitions().size(), result));
  }

  private LoadResult load(StartedRun run, RunManifest transformed)
      throws IOException, SQLException {
    Optional<LoadResult> before = loads.find(run.paths());
    if (before.isPresent()) {
      steps.alreadyDone("load");
    } else {
      runStep("load", pipeline -> Load.build(pipeline, run, transformed));
    }
    LoadResult loaded =
        loads
            .find(run.paths())
            .orElseThrow(() -> new IOException("The step load ended, but is not in the ledger"));
    long manifested = transformed.count(Account.WRITTEN);
    if (loaded.rows() != manifested) {
      throw new IllegalStateException(
          "The ledger of run %s does not balance: %d rows were manifested, and %d loaded"
              .formatted(run.paths().runId(), manifested, loaded.rows()));
    }
    return loaded;
  }

  private void requireEarlierRuns(ObjectStore store) throws IOException, SQLException {
    RunPaths paths = StartedRun.paths(definition, settings);
    EarlierRuns earlier = new EarlierRuns(settings, paths, loads);
    earlier.requireLastFinished(store);
    earlier.requireComparable(store);
  }

  private PipelineResult runStep(String name, Consumer<Pipeline> build) {
    Pipeline pipeline = Pipeline.create(options);
    build.accept(pipeline);
    return steps.run(name, pipeline);
  }
}
