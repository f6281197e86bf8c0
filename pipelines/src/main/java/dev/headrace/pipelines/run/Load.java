package dev.headrace.pipelines.run;

import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.redshift.LoadResult;
import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/** From the transformed bucket into the warehouse: one load for a run, applied once. */
public final class Load {
  private Load() {}

  /** Adds the step to a pipeline. */
  public static PCollection<LoadResult> build(
      Pipeline pipeline, StartedRun run, RunManifest transformed) {
    return pipeline
        .apply("DataFiles", Create.of(transformed.objects()).withCoder(StoredObject.CODER))
        .apply(
            "LoadRedshift",
            RedshiftIO.loadFiles(run.definition().table())
                .withConnection(run.settings().warehouse())
                .withStaging(ObjectStores.FACTORY, run.paths().staging())
                .withIamRole(run.settings().iamRole())
                .withLoadId(StartedRun.loadId(run.paths())));
  }
}
