package dev.headrace.io.redshift.write;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadSettings;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.store.ObjectStore;
import java.time.Duration;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into tables: checks each against its table's columns, stages them as Parquet on S3,
 * and loads the files of a table, a window and a pane by one COPY and one transaction.
 *
 * <p>Bounded input, and unbounded with {@link #withTriggeringFrequency}. Every row is in a load or
 * among the rejected rows. Exactly once for a load id: a bundle that runs again stages files that
 * no load lists, and a load that stands in the ledger changes nothing. One table and bounded input
 * in the global window are loaded also without a row, which empties a table that is replaced.
 */
@AutoValue
public abstract class WriteRows<T> extends PTransform<PCollection<T>, WriteResult> {
  private static final long serialVersionUID = 1L;

  /** Redshift reads files of 1 MB to 1 GB in parallel, and splits them from 128 MB on. */
  private static final long DEFAULT_FILE_MEGABYTES = 256;

  abstract SerializableFunction<T, Row> format();

  abstract @Nullable RedshiftTable table();

  abstract @Nullable SerializableFunction<ValueInSingleWindow<T>, RedshiftTable> tables();

  abstract @Nullable RedshiftSessions connection();

  abstract ObjectStore.@Nullable Factory stores();

  abstract @Nullable String staging();

  abstract @Nullable String loadId();

  abstract String ledger();

  abstract String iamRole();

  abstract LoadOptions options();

  abstract RowPolicy rowPolicy();

  abstract double maxRejectedFraction();

  abstract @Nullable Duration triggeringFrequency();

  abstract long fileBytes();

  abstract int slices();

  abstract boolean keepsStaged();

  abstract Builder<T> toBuilder();

  @AutoValue.Builder
  abstract static class Builder<T> {
    abstract Builder<T> setFormat(SerializableFunction<T, Row> format);

    abstract Builder<T> setTable(@Nullable RedshiftTable table);

    abstract Builder<T> setTables(
        @Nullable SerializableFunction<ValueInSingleWindow<T>, RedshiftTable> tables);

    abstract Builder<T> setConnection(RedshiftSessions connection);

    abstract Builder<T> setStores(ObjectStore.Factory stores);

    abstract Builder<T> setStaging(String staging);

    abstract Builder<T> setLoadId(String loadId);

    abstract Builder<T> setLedger(String ledger);

    abstract Builder<T> setIamRole(String iamRole);

    abstract Builder<T> setOptions(LoadOptions options);

    abstract Builder<T> setRowPolicy(RowPolicy policy);

    abstract Builder<T> setMaxRejectedFraction(double fraction);

    abstract Builder<T> setTriggeringFrequency(Duration frequency);

    abstract Builder<T> setFileBytes(long bytes);

    abstract Builder<T> setSlices(int slices);

    abstract Builder<T> setKeepsStaged(boolean keeps);

    abstract WriteRows<T> build();
  }

  /** Writes elements as the rows that they are formatted to. */
  public static <T> WriteRows<T> of(SerializableFunction<T, Row> format) {
    return new AutoValue_WriteRows.Builder<T>()
        .setFormat(format)
        .setLedger(LoadSettings.DEFAULT_LEDGER)
        .setIamRole("default")
        .setOptions(LoadOptions.DEFAULTS)
        .setRowPolicy(RowPolicy.STRICT)
        .setMaxRejectedFraction(1)
        .setFileBytes(DEFAULT_FILE_MEGABYTES << 20)
        .setSlices(0)
        .setKeepsStaged(false)
        .build();
  }

  /** Into one table. This or the other {@code to} is required. */
  public WriteRows<T> to(RedshiftTable table) {
    TableWriter.columns(table);
    return toBuilder().setTable(table).setTables(null).build();
  }

  /** Into the table that the function names for an element; one table always has equal columns. */
  public WriteRows<T> to(SerializableFunction<ValueInSingleWindow<T>, RedshiftTable> tables) {
    return toBuilder().setTables(tables).setTable(null).build();
  }

  /** How workers reach Redshift. Required. */
  public WriteRows<T> withConnection(RedshiftSessions connection) {
    return toBuilder().setConnection(connection).build();
  }

  /**
   * Where files and manifests are staged. Required.
   *
   * @param location such as {@code s3://bucket/prefix}, in the cluster's region
   */
  public WriteRows<T> withStaging(ObjectStore.Factory stores, String location) {
    return toBuilder().setStores(stores).setStaging(LoadSettings.location(location)).build();
  }

  /**
   * The same for every attempt of this write, another for every other. Required. A streaming
   * pipeline that is started anew, without its state, needs a new one too, as its panes count from
   * 0.
   */
  public WriteRows<T> withLoadId(String loadId) {
    return toBuilder().setLoadId(LoadSettings.rowsLoadId(loadId)).build();
  }

  /** The table that records the loads; default is {@code headrace_load_ledger}. */
  public WriteRows<T> withLedger(String table) {
    return toBuilder().setLedger(table).build();
  }

  /** The role that COPY reads S3 with: {@code default}, the default, or ARNs. */
  public WriteRows<T> withIamRole(String iamRole) {
    return toBuilder().setIamRole(LoadSettings.iamRole(iamRole)).build();
  }

  /** How files are applied; default is to append, and to upsert where a table has keys. */
  public WriteRows<T> withOptions(LoadOptions options) {
    return toBuilder().setOptions(options).build();
  }

  /** What becomes of values that a column holds less exactly; default is {@code STRICT}. */
  public WriteRows<T> withRowPolicy(RowPolicy policy) {
    return toBuilder().setRowPolicy(policy).build();
  }

  /** What becomes of a load with rejected rows; default is {@code REJECT_INVALID}. */
  public WriteRows<T> withRowErrors(RowErrors errors) {
    return toBuilder().setMaxRejectedFraction(errors == RowErrors.FAIL_LOAD ? 0 : 1).build();
  }

  /**
   * Fails a load of whose rows a larger part is rejected, 0 to 1; default is 1, which never does.
   */
  public WriteRows<T> withMaxRejectedFraction(double fraction) {
    checkArgument(
        fraction >= 0 && fraction <= 1,
        "maxRejectedFraction must be between 0 and 1, but is %s",
        fraction);
    return toBuilder().setMaxRejectedFraction(fraction).build();
  }

  /**
   * Loads what has come so often. Unbounded input needs it, and bounded input has no use for it.
   */
  public WriteRows<T> withTriggeringFrequency(Duration frequency) {
    checkArgument(
        frequency.toMillis() >= 1,
        "triggeringFrequency must be at least a millisecond, but is %s",
        frequency);
    return toBuilder().setTriggeringFrequency(frequency).build();
  }

  /**
   * Ends a file at about so many megabytes, 1 to 1,024; default is 256
   * (https://docs.aws.amazon.com/redshift/latest/dg/c_best-practices-use-multiple-files.html).
   */
  public WriteRows<T> withFileMegabytes(int megabytes) {
    checkArgument(
        megabytes >= 1 && megabytes <= 1_024,
        "fileMegabytes must be between 1 and 1024, but is %s",
        megabytes);
    return toBuilder().setFileBytes((long) megabytes << 20).build();
  }

  /**
   * Spreads rows over as many files of about equal size, by a shuffle, so that every slice of the
   * cluster has as much to do; more where a file would be too large. Default is a file or more of
   * each bundle, without a shuffle.
   *
   * @param slices of the cluster or a multiple of them, 1 to 1,000
   */
  public WriteRows<T> withSlices(int slices) {
    checkArgument(
        slices >= 1 && slices <= 1_000, "slices must be between 1 and 1000, but is %s", slices);
    return toBuilder().setSlices(slices).build();
  }

  /** Leaves the staged files where they are also after a load; default is to remove them. */
  public WriteRows<T> withStagedFilesKept() {
    return toBuilder().setKeepsStaged(true).build();
  }

  @Override
  public WriteResult expand(PCollection<T> input) {
    RedshiftTable table = table();
    if (table != null) {
      new LoadPlan(table, options(), ledger());
    }
    boolean bounded = input.isBounded() == PCollection.IsBounded.BOUNDED;
    checkArgument(
        bounded || triggeringFrequency() != null,
        "withTriggeringFrequency(frequency) is required for unbounded input");
    return new WriteGraph<>(this).expand(input);
  }

  static <V> V required(@Nullable V value, String setter) {
    if (value == null) {
      throw new IllegalArgumentException(setter + " is required");
    }
    return value;
  }
}
