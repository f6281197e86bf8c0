package dev.headrace.io.redshift;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.LoadSettings;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.read.ReadQuery;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.write.WriteRows;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** Loads Amazon Redshift: files as they are, or rows; and reads the rows of queries. */
public final class RedshiftIO {
  private RedshiftIO() {}

  /** Writes rows into tables. */
  public static WriteRows<Row> writeRows() {
    return WriteRows.ofRows();
  }

  /** Writes elements into tables, as the rows that they are formatted to. */
  public static <T> WriteRows<T> write(SerializableFunction<T, Row> format) {
    return WriteRows.of(format);
  }

  /** Reads the rows of a query. */
  public static ReadQuery read(String query) {
    return ReadQuery.of(query);
  }

  /** Loads Parquet files on S3, whose columns are those of the table in the same order. */
  public static LoadFiles loadFiles(RedshiftTable table) {
    return new AutoValue_RedshiftIO_LoadFiles.Builder()
        .setPlan(new LoadPlan(table, LoadOptions.DEFAULTS, LoadFiles.DEFAULT_LEDGER))
        .setIamRole("default")
        .build();
  }

  /**
   * Loads files by one COPY and applies them in one transaction: as an upsert if the table has
   * keys, else as new rows, or as {@link #withOptions} says. Creates the table and the ledger of
   * loads if they are missing.
   *
   * <p>Bounded input only. Exactly once for a load id, however often and by however many workers it
   * is tried: a load that stands in the ledger changes nothing. Any error fails the whole load and
   * leaves the table as it was. The output is one {@link LoadResult}, also for no file at all.
   */
  @AutoValue
  public abstract static class LoadFiles
      extends PTransform<PCollection<StoredObject>, PCollection<LoadResult>> {
    private static final long serialVersionUID = 1L;

    /** The table that records the loads, if no other is named. */
    public static final String DEFAULT_LEDGER = LoadSettings.DEFAULT_LEDGER;

    abstract LoadPlan plan();

    abstract @Nullable RedshiftSessions connection();

    abstract ObjectStore.@Nullable Factory stores();

    abstract @Nullable String staging();

    abstract @Nullable String loadId();

    abstract String iamRole();

    abstract Builder toBuilder();

    @AutoValue.Builder
    abstract static class Builder {
      abstract Builder setPlan(LoadPlan plan);

      abstract Builder setConnection(RedshiftSessions connection);

      abstract Builder setStores(ObjectStore.Factory stores);

      abstract Builder setStaging(String staging);

      abstract Builder setLoadId(String loadId);

      abstract Builder setIamRole(String iamRole);

      abstract LoadFiles build();
    }

    /** How workers reach Redshift. Required. */
    public LoadFiles withConnection(RedshiftSessions connection) {
      return toBuilder().setConnection(connection).build();
    }

    /**
     * Where the manifests for COPY go. Required.
     *
     * @param stores opens the store of the location
     * @param location such as {@code s3://bucket/prefix}, in the cluster's region
     */
    public LoadFiles withStaging(ObjectStore.Factory stores, String location) {
      return toBuilder().setStores(stores).setStaging(LoadSettings.location(location)).build();
    }

    /** The same for all attempts of one load, another for every other load. Required. */
    public LoadFiles withLoadId(String loadId) {
      return toBuilder().setLoadId(LoadSettings.loadId(loadId)).build();
    }

    /** The table that records the loads; default is {@code headrace_load_ledger}. */
    public LoadFiles withLedger(String table) {
      return toBuilder().setPlan(new LoadPlan(plan().table(), plan().options(), table)).build();
    }

    /**
     * What the load does with the table beside its rows; default is {@link LoadOptions#DEFAULTS}.
     *
     * @throws IllegalArgumentException if it does not go with the table's keys
     */
    public LoadFiles withOptions(LoadOptions options) {
      return toBuilder().setPlan(new LoadPlan(plan().table(), options, plan().ledger())).build();
    }

    /** The role that COPY reads S3 with: {@code default}, the default, or ARNs. */
    public LoadFiles withIamRole(String iamRole) {
      return toBuilder().setIamRole(LoadSettings.iamRole(iamRole)).build();
    }

    @Override
    public PCollection<LoadResult> expand(PCollection<StoredObject> files) {
      RedshiftSessions connection = required(connection(), "withConnection(connection)");
      ObjectStore.Factory stores = required(stores(), "withStaging(stores, location)");
      String staging = required(staging(), "withStaging(stores, location)");
      String loadId = required(loadId(), "withLoadId(loadId)");
      checkArgument(
          files.isBounded() == PCollection.IsBounded.BOUNDED,
          "A load takes bounded input only: of unbounded input it would never begin");
      PCollectionView<Iterable<StoredObject>> allFiles = files.apply("AllFiles", View.asIterable());
      // One element drives the load, so that it runs for no file too.
      return files
          .getPipeline()
          .apply("OneLoad", Create.of(loadId))
          .apply(
              "Load",
              ParDo.of(new LoadFn(connection, stores, staging, plan(), iamRole(), allFiles))
                  .withSideInputs(allFiles))
          .setCoder(LoadResult.CODER);
    }

    private static <T> T required(@Nullable T value, String setter) {
      if (value == null) {
        throw new IllegalArgumentException(setter + " is required");
      }
      return value;
    }
  }
}
