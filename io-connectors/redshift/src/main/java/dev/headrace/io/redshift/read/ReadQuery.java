package dev.headrace.io.redshift.read;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.load.LoadSettings;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.store.ObjectStore;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a query: one UNLOAD to Parquet on S3, whose files are read in parallel and then
 * removed.
 *
 * <p>Bounded. All rows are of one snapshot, each once: an attempt that is repeated unloads again,
 * under another prefix, and rows that the manifest does not tell, or that are missing, fail the
 * pipeline. An attempt that dies leaves its files, for a lifecycle rule of the bucket to remove.
 */
@AutoValue
public abstract class ReadQuery extends PTransform<PBegin, PCollection<Row>> {
  private static final long serialVersionUID = 1L;

  abstract String query();

  abstract @Nullable Schema schema();

  abstract @Nullable RedshiftSessions connection();

  abstract ObjectStore.@Nullable Factory stores();

  abstract @Nullable String staging();

  abstract String iamRole();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setQuery(String query);

    abstract Builder setSchema(Schema schema);

    abstract Builder setConnection(RedshiftSessions connection);

    abstract Builder setStores(ObjectStore.Factory stores);

    abstract Builder setStaging(String staging);

    abstract Builder setIamRole(String iamRole);

    abstract ReadQuery build();
  }

  /**
   * Reads a query, which must not have a LIMIT of its own at its end
   * (https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html).
   */
  public static ReadQuery of(String query) {
    checkArgument(!query.isBlank(), "The query must not be blank");
    return new AutoValue_ReadQuery.Builder().setQuery(query).setIamRole("default").build();
  }

  /**
   * The rows' schema, as {@link dev.headrace.io.redshift.types.BeamTypes} has it for the query's
   * columns. Required, as a pipeline has to know it before it runs; an UNLOAD whose manifest tells
   * other columns fails.
   */
  public ReadQuery withSchema(Schema schema) {
    return toBuilder().setSchema(schema).build();
  }

  /** How workers reach Redshift. Required. */
  public ReadQuery withConnection(RedshiftSessions connection) {
    return toBuilder().setConnection(connection).build();
  }

  /**
   * Where the rows are unloaded to. Required.
   *
   * @param location such as {@code s3://bucket/prefix}, in the cluster's region
   */
  public ReadQuery withStaging(ObjectStore.Factory stores, String location) {
    return toBuilder().setStores(stores).setStaging(LoadSettings.location(location)).build();
  }

  /** The role that UNLOAD writes S3 with: {@code default}, the default, or ARNs. */
  public ReadQuery withIamRole(String iamRole) {
    return toBuilder().setIamRole(LoadSettings.iamRole(iamRole)).build();
  }

  @Override
  public PCollection<Row> expand(PBegin input) {
    Schema schema = required(schema(), "withSchema(schema)");
    ObjectStore.Factory stores = required(stores(), "withStaging(stores, location)");
    UnloadFn unload =
        new UnloadFn(
            required(connection(), "withConnection(connection)"),
            stores,
            required(staging(), "withStaging(stores, location)"),
            iamRole(),
            schema);
    PCollection<Unloaded> unloaded =
        input
            .apply("Query", Create.of(query()))
            .apply("Unload", ParDo.of(unload))
            .setCoder(SerializableCoder.of(Unloaded.class))
            // So that a runner that recomputes does not unload again for the other branch.
            .apply("KeepUnloaded", Reshuffle.viaRandomKey());
    PCollection<Row> rows =
        unloaded
            .apply(
                "Files",
                FlatMapElements.into(TypeDescriptor.of(UnloadedFile.class)).via(Unloaded::files))
            .setCoder(SerializableCoder.of(UnloadedFile.class))
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply("ReadFiles", ParDo.of(new ReadFileFn(stores, schema)))
            .setRowSchema(schema)
            // So that it does not read files again that have been removed.
            .apply("KeepRows", Reshuffle.viaRandomKey());
    PCollectionView<Long> read =
        rows.apply("CountRows", Count.globally()).apply("RowsRead", View.asSingleton());
    unloaded.apply("Finish", ParDo.of(new FinishFn(stores, read)).withSideInputs(read));
    return rows;
  }

  private static <V> V required(@Nullable V value, String setter) {
    if (value == null) {
      throw new IllegalArgumentException(setter + " is required");
    }
    return value;
  }
}
