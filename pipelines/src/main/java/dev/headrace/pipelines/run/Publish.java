package dev.headrace.pipelines.run;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.glue.GlueIO;
import dev.headrace.io.glue.GluePartition;
import dev.headrace.io.glue.GlueTable;
import dev.headrace.io.glue.Publication;
import dev.headrace.io.glue.TableId;
import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.read.DatasetPartition;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/**
 * From the manifests of the dataset to the data catalog: a table with the columns of the latest run
 * and all that were ever found, and every partition that holds a row. It changes nothing where all
 * is as it should be, so that it is safe to run any number of times, and by a run that is older
 * than the latest too.
 */
public final class Publish {
  private static final String S3 = "s3://";

  private Publish() {}

  /**
   * Adds the step to a pipeline.
   *
   * @param written what has been committed to the dataset
   * @throws IllegalArgumentException if the catalog cannot have the dataset: it has no partition,
   *     is not on S3, or the names or types are not those that the catalog takes
   */
  public static PCollection<Publication> build(
      Pipeline pipeline, StartedRun run, GlueTarget target, DatasetManifests written) {
    return pipeline
        .apply("Partitions", Create.of(partitions(written)).withCoder(GluePartition.CODER))
        .apply("PublishGlue", GlueIO.publish(table(run, target, written)));
  }

  private static GlueTable table(StartedRun run, GlueTarget target, DatasetManifests written) {
    PipelineDefinition definition = run.definition();
    TableId id = target.tableOf(definition.dataset());
    checkArgument(
        definition.partition().isPresent(),
        "The dataset %s must have a partition to be a table of the data catalog",
        definition.dataset());
    checkArgument(
        written.dataset().startsWith(S3),
        "transformed must be on S3, as s3://bucket/prefix, for a table of the data catalog, but is"
            + " \"%s\"",
        run.paths().transformed());
    return GlueTable.builder()
        .name(id.database(), id.name())
        .schema(latest(definition, written))
        .partition(definition.partition().get())
        .at(written.dataset())
        .build();
  }

  /**
   * That of the contract, unless a run has come to more columns: runs that were under way at the
   * same time do not know what each other has found.
   */
  private static Schema latest(PipelineDefinition definition, DatasetManifests written) {
    return written.withFound(
        written.schemas().stream().findFirst().orElse(definition.contract().schema()));
  }

  private static List<GluePartition> partitions(DatasetManifests written) {
    return written.partitions().stream().map(Publish::partition).toList();
  }

  private static GluePartition partition(DatasetPartition partition) {
    return GluePartition.of(partition.value(), partition.location())
        .withContents(partition.files().size(), partition.rows(), partition.bytes());
  }
}
