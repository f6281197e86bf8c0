package dev.headrace.pipelines.run;

import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.Cursor;
import dev.headrace.io.lake.run.DeadLetterSummary;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.RedshiftIO.LoadFiles;
import dev.headrace.io.redshift.load.LoadLedger;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Ingests, reprocesses and loads, each as a pipeline of its own, and each only if it has not been
 * committed before: a run that was killed goes on where it was, and one that is done does nothing.
 */
public final class WholeRun {
  private final PipelineDefinition definition;
  private final RunSettings settings;
  private final PipelineOptions options;
  private final StepRunner steps;
  private final Clock clock;

  /** Runs the pipeline of one step to its end. */
  public interface StepRunner {
    /**
     * Runs the pipeline.
     *
     * @param step what is run: ingest, infer, reprocess or load
     * @throws org.apache.beam.sdk.Pipeline.PipelineExecutionException if it fails
     */
    void run(String step, Pipeline pipeline);

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
    this.clock = Clock.systemUTC();
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
      requireLastRunFinished(store);
      requireRunToCompareWith(store);
      StartedRun planned = StartedRun.plan(definition, settings, store, clock);
      requireWarehouse(planned.paths());
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
      LoadResult loaded = load(run, transformed);
      List<StoredObject> dead = new ArrayList<>(raw.deadLetters());
      dead.addAll(transformed.deadLetters());
      return new RunReport(raw, transformed, loaded, DeadLetterSummary.of(store, dead));
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

  private LoadResult load(StartedRun run, RunManifest transformed)
      throws IOException, SQLException {
    Optional<LoadResult> before = findLoad(run.paths());
    if (before.isPresent()) {
      steps.alreadyDone("load");
    } else {
      runStep("load", pipeline -> Load.build(pipeline, run, transformed));
    }
    LoadResult loaded =
        findLoad(run.paths())
            .orElseThrow(() -> new IOException("The step load ended, but is not in the ledger"));
    long manifested = transformed.count(Account.WRITTEN);
    if (loaded.rows() != manifested) {
      throw new IllegalStateException(
          "The ledger of run %s does not balance: %d rows were manifested, and %d loaded"
              .formatted(run.paths().runId(), manifested, loaded.rows()));
    }
    return loaded;
  }

  private Optional<LoadResult> findLoad(RunPaths paths) throws IOException, SQLException {
    return LoadLedger.find(
        settings.warehouse(),
        definition.table(),
        LoadFiles.DEFAULT_LEDGER,
        StartedRun.loadId(paths));
  }

  /**
   * A run that goes on where the last one ended must not leave that one behind unfinished: nobody
   * would come back to it.
   */
  private void requireLastRunFinished(ObjectStore store) throws IOException, SQLException {
    RunPaths paths = StartedRun.paths(definition, settings);
    Optional<String> last = Cursor.lastRun(store, paths);
    if (settings.start().isPresent() || last.isEmpty() || last.get().equals(settings.runId())) {
      return;
    }
    if (findLoad(paths.forRun(last.get())).isEmpty()) {
      throw new IllegalStateException(
          "The run \"%s\", which ended where this one would start, has not reached the warehouse;"
                  .formatted(last.get())
              + " start it again first, with its own run id, start and end");
    }
  }

  private void requireRunToCompareWith(ObjectStore store) throws IOException {
    if (settings.compareWith().isEmpty()) {
      return;
    }
    String other = settings.compareWith().get();
    RunPaths paths = StartedRun.paths(definition, settings).forRun(other);
    try {
      store.open(paths.plan()).close();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "There is no run \"%s\" of %s/%s to compare with: %s is not there"
              .formatted(other, paths.source(), paths.resource(), paths.plan()));
    }
  }

  /** Hours of fetching are not to end at a warehouse that could not have been reached anyway. */
  private void requireWarehouse(RunPaths paths) throws IOException, SQLException {
    try {
      findLoad(paths);
    } catch (SQLException e) {
      throw new SQLException(
          "The warehouse cannot be asked for its ledger, so nothing was fetched: " + e.getMessage(),
          e.getSQLState(),
          e);
    }
  }

  private void runStep(String name, Consumer<Pipeline> build) {
    Pipeline pipeline = Pipeline.create(options);
    build.accept(pipeline);
    steps.run(name, pipeline);
  }
}
