package dev.headrace.pipelines.run;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.Cursor;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.run.RunPlan;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.RunManifest.Step;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * A run whose plan stands in the raw bucket.
 *
 * @param definition what is run
 * @param settings with which settings
 * @param paths where its things lie
 * @param plan what it was first started with
 */
public record StartedRun(
    PipelineDefinition definition, RunSettings settings, RunPaths paths, RunPlan plan) {

  /**
   * Starts a run, or goes on with one that was started before. A new run whose settings are not
   * allowed is not started: its steps are put together on trial first.
   *
   * @throws IllegalArgumentException if the settings are not allowed, or not those that the run was
   *     started with, or if the contract's schema is not one that the dataset can go on with
   */
  public static StartedRun start(
      PipelineDefinition definition, RunSettings settings, ObjectStore store, Clock clock)
      throws IOException {
    return plan(definition, settings, store, clock).begin(store);
  }

  /** The same, but for its plan, which {@link #begin} writes if it is new. */
  static StartedRun plan(
      PipelineDefinition definition, RunSettings settings, ObjectStore store, Clock clock)
      throws IOException {
    StartedRun proposed = propose(definition, settings, store, clock);
    RunPaths paths = proposed.paths;
    Optional<RunPlan> before = proposed.plan.startedBefore(store, paths);
    if (before.isPresent()) {
      return new StartedRun(definition, settings, paths, before.get());
    }
    EvolveSchema.require(definition, store, paths.dataset(definition.dataset()));
    proposed.tryOut();
    return proposed;
  }

  /** From here on the run id stands for this work. */
  StartedRun begin(ObjectStore store) throws IOException {
    return new StartedRun(definition, settings, paths, plan.start(store, paths));
  }

  /**
   * Checks the settings as far as nothing outside has to be asked: neither where the last run ended
   * nor whether this one was started before.
   *
   * @throws IllegalArgumentException if they are not allowed
   */
  static void requireAllowed(PipelineDefinition definition, RunSettings settings, Clock clock) {
    boolean startKnown = settings.start().isPresent();
    String cursor = startKnown ? null : settings.end().minusMillis(1).toString();
    RunPaths paths = paths(definition, settings);
    new StartedRun(definition, settings, paths, proposal(definition, settings, cursor, clock))
        .tryOut();
  }

  private void tryOut() {
    Ingest.build(Pipeline.create(), this);
    Reprocess.build(Pipeline.create(), this, reprocessCommit().template());
    settings.glue().ifPresent(target -> Publish.build(Pipeline.create(), this, target, noFiles()));
    Load.build(Pipeline.create(), this, reprocessCommit().template());
  }

  private DatasetManifests noFiles() {
    return new DatasetManifests(paths.dataset(definition.dataset()), List.of(), List.of());
  }

  private static StartedRun propose(
      PipelineDefinition definition, RunSettings settings, ObjectStore store, Clock clock)
      throws IOException {
    RunPaths paths = paths(definition, settings);
    String cursor = Cursor.read(store, paths).orElse(null);
    return new StartedRun(
        definition, settings, paths, proposal(definition, settings, cursor, clock));
  }

  private static RunPlan proposal(
      PipelineDefinition definition, RunSettings settings, @Nullable String cursor, Clock clock) {
    return new RunPlan(
        settings.runId(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
        RunIdentity.of(definition, settings),
        cursor);
  }

  /** Where the things of the run lie. */
  static RunPaths paths(PipelineDefinition definition, RunSettings settings) {
    return new RunPaths(
        settings.raw(),
        settings.transformed(),
        settings.deadLetter(),
        settings.staging(),
        definition.source(),
        definition.resource(),
        settings.runId());
  }

  /** What the warehouse's ledger knows the run by; another pipeline can have the same run id. */
  static String loadId(RunPaths paths) {
    return paths.source() + "/" + paths.resource() + "/" + paths.runId();
  }

  /** The windows to fetch. */
  List<Window> windows() {
    Instant from = settings.start().orElseGet(() -> cursorBefore().minus(settings.lookback()));
    if (settings.start().isEmpty() && !cursorBefore().isBefore(settings.end())) {
      throw new IllegalArgumentException(
          "There is nothing to fetch: %s/%s has been read up to %s, and the end is %s"
              .formatted(paths.source(), paths.resource(), cursorBefore(), settings.end()));
    }
    return Window.split(from, settings.end(), settings.step());
  }

  private Instant cursorBefore() {
    if (plan.cursorBefore() == null) {
      throw new IllegalArgumentException(
          "start is required for the first run of %s/%s, which has no cursor at %s yet"
              .formatted(paths.source(), paths.resource(), paths.state()));
    }
    return Instant.parse(plan.cursorBefore());
  }

  /** A run that ends before the cursor, or begins after it, leaves it where it is. */
  private @Nullable String cursorAfter() {
    if (plan.cursorBefore() == null) {
      return settings.end().toString();
    }
    Instant before = Instant.parse(plan.cursorBefore());
    boolean leavesGap = settings.start().isPresent() && settings.start().get().isAfter(before);
    return leavesGap || !settings.end().isAfter(before) ? null : settings.end().toString();
  }

  DeadLetter.Context context() {
    return DeadLetter.Context.of(paths.runId(), paths.source(), paths.resource());
  }

  Commit ingestCommit() {
    return commit(Step.INGEST, paths.resource(), paths.rawManifest(), cursorAfter(), Stage.FETCH);
  }

  Commit reprocessCommit() {
    String dataset = definition.dataset();
    String manifest = paths.datasetManifest(dataset);
    Commit commit =
        commit(Step.REPROCESS, dataset, manifest, null, Stage.PARSE, Stage.CONFORM, Stage.QUALITY);
    return commit
        .withTemplate(commit.template().withSchema(definition.contract().schema().toString()))
        .withRules(definition.runRules());
  }

  private Commit commit(
      Step step, String name, String uri, @Nullable String cursorAfter, Stage... stages) {
    RunManifest template =
        new RunManifest(
            step,
            paths.runId(),
            paths.source(),
            name,
            plan.startedAt(),
            plan.startedAt(),
            plan.settings(),
            Map.of(),
            plan.cursorBefore(),
            cursorAfter,
            List.of(),
            List.of());
    return new Commit(paths, uri, template, List.of(stages), plan.startedOn());
  }
}
