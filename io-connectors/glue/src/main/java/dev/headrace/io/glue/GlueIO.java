package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** Publishes to the AWS Glue Data Catalog. */
public final class GlueIO {
  /** The counter, in this class's namespace, of the partitions that were new. */
  public static final String PARTITIONS_CREATED = "partitionsCreated";

  /** The counter, in this class's namespace, of the partitions that differed. */
  public static final String PARTITIONS_UPDATED = "partitionsUpdated";

  private GlueIO() {}

  /** Publishes a dataset of Parquet files as this table. */
  public static Publish publish(GlueTable table) {
    return new AutoValue_GlueIO_Publish.Builder()
        .setTable(table)
        .setCatalog(AwsGlueCatalog.FACTORY)
        .build();
  }

  /**
   * Publishes a table and the partitions that come in, as {@link Publisher} does: creates the table
   * or adds to its columns, and creates or updates the partitions.
   *
   * <p>Bounded input only. However often it is tried, what is there afterwards is the same; a
   * bundle that fails and is tried again completes it. Any error fails the pipeline. The output is
   * one {@link Publication}, also for no partition at all.
   */
  @AutoValue
  public abstract static class Publish
      extends PTransform<PCollection<GluePartition>, PCollection<Publication>> {
    private static final long serialVersionUID = 1L;
    // The table's parameter takes more, but a version of the table is no place for it.
    private static final int MAX_RUN_ID_LENGTH = 255;

    abstract GlueTable table();

    abstract GlueCatalog.Factory catalog();

    abstract @Nullable String runId();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder setTable(GlueTable table);

      abstract Builder setCatalog(GlueCatalog.Factory catalog);

      abstract Builder setRunId(String runId);

      abstract Publish build();
    }

    /** How a worker reaches the catalog; default is {@link AwsGlueCatalog#FACTORY}. */
    public Publish withCatalog(GlueCatalog.Factory catalog) {
      return toBuilder().setCatalog(catalog).build();
    }

    /**
     * The run that publishes, told by the table's parameter {@code headrace.runId} once all else is
     * done; default is none. Every other run id makes a new version of the table.
     */
    public Publish withRunId(String runId) {
      checkArgument(
          !runId.isEmpty() && runId.length() <= MAX_RUN_ID_LENGTH,
          "runId must have 1 to %s characters, but has %s",
          MAX_RUN_ID_LENGTH,
          runId.length());
      return toBuilder().setRunId(runId).build();
    }

    @Override
    public PCollection<Publication> expand(PCollection<GluePartition> partitions) {
      checkArgument(
          partitions.isBounded() == PCollection.IsBounded.BOUNDED,
          "A publish takes bounded input only: of unbounded input it would never begin");
      PCollectionView<Iterable<GluePartition>> all =
          partitions.apply("AllPartitions", View.asIterable());
      // One element drives the publish, so that it runs for no partition too.
      return partitions
          .getPipeline()
          .apply("OnePublish", Create.of(table().id().toString()))
          .apply(
              "Publish",
              ParDo.of(new PublishFn(new Settings(table(), catalog(), runId()), all))
                  .withSideInputs(all))
          .setCoder(Publication.CODER);
    }
  }

  record Settings(GlueTable table, GlueCatalog.Factory catalog, @Nullable String runId)
      implements Serializable {}

  static final class PublishFn extends DoFn<String, Publication> {
    private static final long serialVersionUID = 1L;
    private final Settings settings;
    private final PCollectionView<Iterable<GluePartition>> partitions;
    private final Counter created = Metrics.counter(GlueIO.class, PARTITIONS_CREATED);
    private final Counter updated = Metrics.counter(GlueIO.class, PARTITIONS_UPDATED);

    PublishFn(Settings settings, PCollectionView<Iterable<GluePartition>> partitions) {
      this.settings = settings;
      this.partitions = partitions;
    }

    @ProcessElement
    public void process(ProcessContext context, PipelineOptions options) {
      try (GlueCatalog catalog = settings.catalog().open(options)) {
        Publication publication =
            new Publisher(catalog, settings.table(), settings.runId())
                .publish(context.sideInput(partitions));
        created.inc(publication.partitionsCreated());
        updated.inc(publication.partitionsUpdated());
        context.output(publication);
      }
    }
  }
}
