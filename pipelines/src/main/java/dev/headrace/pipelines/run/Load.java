package dev.headrace.pipelines.run;

import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.transforms.records.Contract;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/** From the transformed bucket into the warehouse: one load for a run, applied once. */
public final class Load {
  /** The contract may have found columns that the table has not. */
  static final LoadOptions OPTIONS =
      LoadOptions.DEFAULTS.withSchemaUpdates(SchemaUpdate.ADD_COLUMNS);

  private Load() {}

  /**
   * The definition's table with the columns of its files, which those of the run's contract are.
   */
  static RedshiftTable table(PipelineDefinition definition) {
    Contract contract = definition.contract();
    return contract.mode() == Contract.Mode.EVOLVE
        ? definition
            .table()
            .withSchema(
                definition.partition().map(contract::schemaWithout).orElse(contract.schema()))
        : definition.table();
  }

  /** Adds the step to a pipeline. */
  public static PCollection<LoadResult> build(
      Pipeline pipeline, StartedRun run, RunManifest transformed) {
    return pipeline
        .apply("DataFiles", Create.of(transformed.objects()).withCoder(StoredObject.CODER))
        .apply(
            "LoadRedshift",
            RedshiftIO.loadFiles(table(run.definition()))
                .withOptions(OPTIONS)
                .withConnection(run.settings().warehouse())
                .withStaging(ObjectStores.FACTORY, run.paths().staging())
                .withIamRole(run.settings().iamRole())
                .withLoadId(StartedRun.loadId(run.paths())));
  }
}
