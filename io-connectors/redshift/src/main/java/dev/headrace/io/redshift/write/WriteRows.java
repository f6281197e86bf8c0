package dev.headrace.io.redshift.write;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.redshift.load.CopyFormat;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadSettings;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.store.ObjectStore;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.ValueInSingleWindow;

/**
 * Writes rows into tables: checks each against its table's columns, stages them as files on S3, and
 * loads the files of a table, a window and a pane by one COPY and one transaction.
 *
 * <p>Bounded input, and unbounded with {@link #withTriggeringFrequency}. The input's own triggers
 * are left aside. Windows must not merge, and all dispositions but {@code APPEND} need bounded
 * input in the global window. Every row is in a load or among the rejected rows. Exactly once for a
 * load id: a bundle that runs again stages files that no load lists, and a load that stands in the
 * ledger changes nothing. One table and bounded input in the global window are loaded also without
 * a row, which empties a table that is replaced.
 */
public final class WriteRows<T> extends PTransform<PCollection<T>, WriteResult> {
  private static final long serialVersionUID = 1L;

  private final WriteSettings<T> settings;

  private WriteRows(WriteSettings<T> settings) {
    this.settings = settings;
  }

  private WriteRows<T> with(UnaryOperator<WriteSettings.Builder<T>> change) {
    return new WriteRows<>(change.apply(settings.toBuilder()).build());
  }

  /**
   * Writes rows. A schema of which no row could be loaded into the one table is refused when the
   * pipeline is built.
   */
  public static WriteRows<Row> ofRows() {
    return of(WriteSettings.AS_THEY_ARE);
  }

  /** Writes elements as the rows that they are formatted to. */
  public static <T> WriteRows<T> of(SerializableFunction<T, Row> format) {
    return new WriteRows<>(WriteSettings.of(format));
  }

  /** Into one table. This or the other {@code to} is required. */
  public WriteRows<T> to(RedshiftTable table) {
    TableWriter.columns(table, StagingFormat.PARQUET);
    return with(to -> to.setTable(table).setTables(null));
  }

  /**
   * Into the table that the function names for an element, the same whenever it is asked; one table
   * always has equal columns. Rows of more than 20 tables and windows of a bundle are shuffled.
   */
  public WriteRows<T> to(SerializableFunction<ValueInSingleWindow<T>, RedshiftTable> tables) {
    return with(to -> to.setTables(tables).setTable(null));
  }

  /** How workers reach Redshift. Required. */
  public WriteRows<T> withConnection(RedshiftSessions connection) {
    return with(to -> to.setConnection(connection));
  }

  /**
   * Where files and manifests are staged. Required.
   *
   * @param location such as {@code s3://bucket/prefix}, in the cluster's region unless another is
   *     named by {@link #withStagingRegion}
   */
  public WriteRows<T> withStaging(ObjectStore.Factory stores, String location) {
    return with(to -> to.setStores(stores).setStaging(LoadSettings.location(location)));
  }

  /**
   * The same for every attempt of this write, another for every other. Required. A streaming
   * pipeline that is started anew, without its state, needs a new one too, as its panes count from
   * 0.
   */
  public WriteRows<T> withLoadId(String loadId) {
    return with(to -> to.setLoadId(LoadSettings.rowsLoadId(loadId)));
  }

  /** The table that records the loads; default is {@code headrace_load_ledger}. */
  public WriteRows<T> withLedger(String table) {
    return with(to -> to.setLedger(table));
  }

  /** The role that COPY reads S3 with: {@code default}, the default, or ARNs. */
  public WriteRows<T> withIamRole(String iamRole) {
    return with(to -> to.setIamRole(LoadSettings.iamRole(iamRole)));
  }

  /** How files are applied; default is to append, and to upsert where a table has keys. */
  public WriteRows<T> withOptions(LoadOptions options) {
    return with(to -> to.setOptions(options));
  }

  /** What becomes of values that a column holds less exactly; default is {@code STRICT}. */
  public WriteRows<T> withRowPolicy(RowPolicy policy) {
    return with(to -> to.setRowPolicy(policy));
  }

  /** What becomes of a load with rejected rows; default is {@code REJECT_INVALID}. */
  public WriteRows<T> withRowErrors(RowErrors errors) {
    return with(to -> to.setRowErrors(errors));
  }

  /**
   * Fails a load of whose rows a larger part is rejected, 0 to 1; default is 1, which never does.
   */
  public WriteRows<T> withMaxRejectedFraction(double fraction) {
    checkArgument(
        fraction >= 0 && fraction <= 1,
        "maxRejectedFraction must be between 0 and 1, but is %s",
        fraction);
    return with(to -> to.setMaxRejectedFraction(fraction));
  }

  /**
   * Loads what has come so often. Unbounded input needs it, and bounded input has no use for it.
   * Where a runner goes back to before a load and then finds other rows for it, the load fails
   * instead of loading rows twice; with {@link LoadOptions.Mismatch#SKIP} it would lose some.
   */
  public WriteRows<T> withTriggeringFrequency(Duration frequency) {
    checkArgument(
        frequency.toMillis() >= 1,
        "triggeringFrequency must be at least a millisecond, but is %s",
        frequency);
    return with(to -> to.setTriggeringFrequency(frequency));
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
    return with(to -> to.setFileBytes((long) megabytes << 20));
  }

  /**
   * Spreads the rows of a table over as many files of about equal size, by a shuffle, so that every
   * slice of the cluster has as much to do; more where a file would be too large. Default is a file
   * or more of each bundle, without a shuffle.
   *
   * @param slices of the cluster or a multiple of them, 1 to 1,000
   */
  public WriteRows<T> withSlices(int slices) {
    checkArgument(
        slices >= 1 && slices <= 1_000, "slices must be between 1 and 1000, but is %s", slices);
    return with(to -> to.setSlices(slices));
  }

  /** What rows are staged as; default is {@link StagingFormat#PARQUET}. */
  public WriteRows<T> withStagingFormat(StagingFormat format) {
    return with(to -> to.setStagingFormat(format));
  }

  /**
   * Where the staging location's bucket is, if not in the cluster's own region. Needs {@link
   * StagingFormat#JSON}.
   *
   * @param region such as {@code eu-west-1}
   */
  public WriteRows<T> withStagingRegion(String region) {
    return with(to -> to.setStagingRegion(region));
  }

  /** Leaves the staged files where they are also after a load; default is to remove them. */
  public WriteRows<T> withStagedFilesKept() {
    return with(to -> to.setKeepsStaged(true));
  }

  @Override
  public WriteResult expand(PCollection<T> input) {
    CopyFormat format = settings.copyFormat();
    RedshiftTable table = settings.stagedTable();
    if (table != null) {
      new LoadPlan(table, settings.options(), settings.ledger(), format);
    }
    new InputRules(settings).check(input);
    return new WriteGraph<>(settings).expand(input);
  }
}
