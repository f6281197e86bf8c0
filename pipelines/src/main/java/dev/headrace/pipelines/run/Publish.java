package dev.headrace.pipelines.run;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.stream.Collectors.joining;

import dev.headrace.io.glue.AwsGlueCatalog;
import dev.headrace.io.glue.GlueCatalog;
import dev.headrace.io.glue.GlueIO;
import dev.headrace.io.glue.GluePartition;
import dev.headrace.io.glue.GlueTable;
import dev.headrace.io.glue.Publication;
import dev.headrace.io.glue.Publisher;
import dev.headrace.io.glue.TableId;
import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.read.DatasetPartition;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;

/**
 * From the manifests of the dataset to the data catalog: a table with the columns of the latest run
 * and all that there ever were, and every partition that holds a row. It changes nothing where all
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
   *     or files of another one than its present, is not on S3, or the names or types are not those
   *     that the catalog takes
   */
  public static PCollection<Publication> build(
      Pipeline pipeline, StartedRun run, GlueTarget target, DatasetManifests written) {
    GlueTable table = table(run, target, written, written.withAllColumns(latest(run, written)));
    requirePartedBy(table.partition(), written);
    return pipeline
        .apply("Partitions", Create.of(partitions(written)).withCoder(GluePartition.CODER))
        .apply("PublishGlue", GlueIO.publish(table));
  }

  /**
   * Refuses a run whose dataset the catalog would not take after the commit. One request asks the
   * catalog for the table.
   *
   * @param written what has been committed to the dataset
   * @throws dev.headrace.io.glue.IncompatibleTableException if the table that is there cannot take
   *     the schema, or is not of the dataset
   * @throws IllegalArgumentException as {@link #build} would
   */
  static void requirePublishable(
      StartedRun run, GlueTarget target, DatasetManifests written, PipelineOptions options) {
    GlueTable table = table(run, target, written, written.withAllColumns(next(run, written)));
    requirePartedBy(table.partition(), written);
    try (GlueCatalog catalog = AwsGlueCatalog.FACTORY.open(options)) {
      new Publisher(catalog, table, null).requireCompatible();
    }
  }

  private static Schema next(StartedRun run, DatasetManifests written) {
    boolean committed =
        written.runs().stream().anyMatch(of -> of.runId().equals(run.paths().runId()));
    return committed ? latest(run, written) : EvolveSchema.known(run.definition(), written);
  }

  private static GlueTable table(
      StartedRun run, GlueTarget target, DatasetManifests written, Schema columns) {
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
        .schema(columns)
        .partition(definition.partition().get())
        .at(written.dataset())
        .build();
  }

  /** That of the run that committed last, which need not be this one. */
  private static Schema latest(StartedRun run, DatasetManifests written) {
    return written.schemas().stream()
        .findFirst()
        .orElseGet(() -> run.definition().contract().schema());
  }

  /** A table has one key: rows that are parted by another field would be missing from it. */
  private static void requirePartedBy(String field, DatasetManifests written) {
    List<DatasetPartition> others =
        written.partitions().stream()
            .filter(partition -> !partition.field().equals(field))
            .toList();
    checkArgument(
        others.isEmpty(),
        "%s cannot be a table of the data catalog that is partitioned by %s: %s of its files, with"
            + " %s rows, are parted by %s, from before the partition was changed; give the dataset"
            + " another name, or do not publish it",
        written.dataset(),
        field,
        others.stream().mapToInt(partition -> partition.files().size()).sum(),
        others.stream().mapToLong(DatasetPartition::rows).sum(),
        others.stream().map(DatasetPartition::field).distinct().collect(joining(" and by ")));
  }

  private static List<GluePartition> partitions(DatasetManifests written) {
    return written.partitions().stream().map(Publish::partition).toList();
  }

  private static GluePartition partition(DatasetPartition partition) {
    return GluePartition.of(partition.value(), partition.location())
        .withContents(partition.files().size(), partition.rows(), partition.bytes());
  }
}
