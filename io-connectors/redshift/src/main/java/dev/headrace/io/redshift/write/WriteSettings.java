package dev.headrace.io.redshift.write;

import com.google.auto.value.AutoValue;
import dev.headrace.io.redshift.load.CopyFormat;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadSettings;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.store.ObjectStore;
import java.io.Serializable;
import java.time.Duration;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.jspecify.annotations.Nullable;

/** What {@link WriteRows} is set up with, as its setters tell. */
@AutoValue
abstract class WriteSettings<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Redshift reads files of 1 MB to 1 GB in parallel, and splits them from 128 MB on. */
  private static final long DEFAULT_FILE_MEGABYTES = 256;

  static final SerializableFunction<Row, Row> AS_THEY_ARE = row -> row;

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

  abstract RowErrors rowErrors();

  abstract double maxRejectedFraction();

  abstract @Nullable Duration triggeringFrequency();

  abstract long fileBytes();

  abstract int slices();

  abstract StagingFormat stagingFormat();

  abstract @Nullable String stagingRegion();

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

    abstract Builder<T> setRowErrors(RowErrors errors);

    abstract Builder<T> setMaxRejectedFraction(double fraction);

    abstract Builder<T> setTriggeringFrequency(Duration frequency);

    abstract Builder<T> setFileBytes(long bytes);

    abstract Builder<T> setSlices(int slices);

    abstract Builder<T> setStagingFormat(StagingFormat format);

    abstract Builder<T> setStagingRegion(String region);

    abstract Builder<T> setKeepsStaged(boolean keeps);

    abstract WriteSettings<T> build();
  }

  static <T> WriteSettings<T> of(SerializableFunction<T, Row> format) {
    return new AutoValue_WriteSettings.Builder<T>()
        .setFormat(format)
        .setLedger(LoadSettings.DEFAULT_LEDGER)
        .setIamRole("default")
        .setOptions(LoadOptions.DEFAULTS)
        .setRowPolicy(RowPolicy.STRICT)
        .setRowErrors(RowErrors.REJECT_INVALID)
        .setMaxRejectedFraction(1)
        .setFileBytes(DEFAULT_FILE_MEGABYTES << 20)
        .setSlices(0)
        .setStagingFormat(StagingFormat.PARQUET)
        .setKeepsStaged(false)
        .build();
  }

  /** Whether the elements are the rows. */
  boolean takesRows() {
    return format().equals(AS_THEY_ARE);
  }

  /** The largest part of a load's rows that may be rejected, 0 to 1. */
  double mayReject() {
    return rowErrors() == RowErrors.FAIL_LOAD ? 0 : maxRejectedFraction();
  }

  CopyFormat copyFormat() {
    // What COPY makes of a document is up to COPY, and to isolate rows is to copy documents.
    boolean neverNull =
        stagingFormat() == StagingFormat.PARQUET && rowErrors() != RowErrors.ISOLATE;
    return new CopyFormat(stagingFormat(), stagingRegion(), neverNull);
  }

  /** The one table, with columns as its rows are staged; null if each element has its own. */
  @Nullable RedshiftTable stagedTable() {
    RedshiftTable table = table();
    return table == null ? null : staged(table, stagingFormat());
  }

  static RedshiftTable staged(RedshiftTable table, StagingFormat format) {
    return format == StagingFormat.PARQUET ? table : table.stagedAs(format);
  }

  static <V> V required(@Nullable V value, String setter) {
    if (value == null) {
      throw new IllegalArgumentException(setter + " is required");
    }
    return value;
  }
}
