package dev.headrace.pipelines.run;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.StoreSchema;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.records.InferFields;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.shape.Reshape;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;

/**
 * Which schema the rows of a run are written in: the contract's, and where its mode is {@link
 * Contract.Mode#EVOLVE} a column more for every field that earlier runs or this one have found in
 * records of the shape that they are conformed in.
 */
final class EvolveSchema {
  private EvolveSchema() {}

  /**
   * Refuses a definition whose schema its dataset cannot go on with.
   *
   * @throws IllegalArgumentException that names the columns
   */
  static void require(PipelineDefinition definition, ObjectStore store, String dataset)
      throws IOException {
    DatasetManifests written = DatasetManifests.read(store, dataset);
    written.requireEvolution(known(definition, written));
  }

  /**
   * The run with its contract evolved; a pass over the raw objects if there was none before.
   *
   * @throws IllegalArgumentException if others have committed since to the dataset what the run's
   *     schema cannot stand beside
   */
  static StartedRun evolve(
      StartedRun run, RunManifest raw, ObjectStore store, Consumer<Consumer<Pipeline>> step)
      throws IOException {
    PipelineDefinition definition = run.definition();
    if (definition.contract().mode() != Contract.Mode.EVOLVE) {
      return run;
    }
    String uri = run.paths().datasetSchema(definition.dataset());
    Optional<Schema> before = StoreSchema.read(store, uri);
    Schema evolved = before.isPresent() ? before.get() : infer(run, raw, store, uri, step);
    if (Commit.read(store, run.reprocessCommit().manifestUri()).isEmpty()) {
      written(run, store).requireEvolution(run.paths().runId(), evolved);
    }
    Contract contract = Contract.of(evolved).withMode(Contract.Mode.EVOLVE);
    return new StartedRun(
        definition.withContract(contract), run.settings(), run.paths(), run.plan());
  }

  private static Schema infer(
      StartedRun run,
      RunManifest raw,
      ObjectStore store,
      String uri,
      Consumer<Consumer<Pipeline>> step)
      throws IOException {
    Schema known = known(run.definition(), written(run, store));
    step.accept(pipeline -> build(pipeline, run, raw, known, uri));
    return StoreSchema.read(store, uri)
        .orElseThrow(() -> new IOException("The step infer ended without " + uri));
  }

  private static DatasetManifests written(StartedRun run, ObjectStore store) throws IOException {
    return DatasetManifests.read(store, run.paths().dataset(run.definition().dataset()));
  }

  /** The contract's, and where its mode is EVOLVE with the columns that earlier runs have found. */
  static Schema known(PipelineDefinition definition, DatasetManifests written) {
    Schema schema = definition.contract().schema();
    return definition.contract().mode() == Contract.Mode.EVOLVE
        ? written.withFound(schema)
        : schema;
  }

  private static void build(
      Pipeline pipeline, StartedRun run, RunManifest raw, Schema known, String uri) {
    pipeline
        .apply("RawObjects", Create.of(raw.objects()).withCoder(StoredObject.CODER))
        .apply("ReadRecords", Reprocess.readRecords(run, raw).withSteps(reshape(run)))
        .apply("InferFields", InferFields.besides(known))
        .apply("StoreSchema", StoreSchema.of(uri, known, ObjectStores.FACTORY));
  }

  /** A field has to be found where {@link Reprocess} will look for it. */
  private static List<Reshape> reshape(StartedRun run) {
    return run.definition().reshape().stream().toList();
  }
}
