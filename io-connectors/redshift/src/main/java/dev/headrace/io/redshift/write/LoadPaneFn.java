package dev.headrace.io.redshift.write;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.headrace.io.redshift.load.CopyFormat;
import dev.headrace.io.redshift.load.Load;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.Loader;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RefusedRow;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the files of one table, window and pane, by one load of the ledger.
 *
 * <p>Without {@code @RequiresStableInput}, as the Spark runner refuses a pipeline that has it
 * (https://github.com/apache/beam/blob/v2.70.0/runners/spark/src/main/java/org/apache/beam/runners/spark/SparkTransformOverrides.java).
 * A runner that does not keep what it has grouped can form a pane anew, of other files, after it
 * was loaded. The ledger then has the load with another fingerprint, so that it fails and nothing
 * is loaded twice.
 */
final class LoadPaneFn extends DoFn<KV<String, Iterable<StagedFile>>, LoadResult> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LoadPaneFn.class);

  static final TupleTag<LoadResult> LOADS = new TupleTag<>("loads") {};
  static final TupleTag<RejectedRow> REFUSED = new TupleTag<>("refused") {};

  private final Settings settings;

  /**
   * What a load has to know.
   *
   * @param maxRejected the largest part of the rows that may be rejected, 0 to 1
   * @param isolates whether COPY may refuse rows too
   */
  record Settings(
      RedshiftSessions warehouse,
      ObjectStore.Factory stores,
      String staging,
      String loadId,
      WindowNames windows,
      String ledger,
      LoadOptions options,
      CopyFormat format,
      String iamRole,
      double maxRejected,
      boolean isolates,
      boolean keepsStaged)
      implements Serializable {}

  LoadPaneFn(Settings settings) {
    this.settings = settings;
  }

  @ProcessElement
  public void process(
      @Element KV<String, Iterable<StagedFile>> files,
      BoundedWindow window,
      PaneInfo pane,
      MultiOutputReceiver output,
      PipelineOptions options)
      throws SQLException, IOException {
    List<StagedFile> staged = ImmutableList.copyOf(files.getValue());
    // A window that ends has a last pane also if all its files were in earlier ones.
    if (staged.isEmpty()) {
      return;
    }
    Applied applied;
    try {
      applied = apply(table(files.getKey(), staged), staged, window, pane, options);
    } catch (SQLException | IOException | RuntimeException e) {
      count("FAILED");
      throw e;
    }
    count(applied.result().status().name());
    output.get(LOADS).output(applied.result());
    giveOut(applied.refused(), applied.result().destination(), window, output.get(REFUSED));
  }

  private record Applied(LoadResult result, List<RefusedRow> refused) {}

  private static void count(String status) {
    Metrics.counter(WriteRows.class, "loads." + status).inc();
  }

  private Applied apply(
      RedshiftTable table,
      List<StagedFile> staged,
      BoundedWindow window,
      PaneInfo pane,
      PipelineOptions options)
      throws SQLException, IOException {
    requireFewRejections(table, staged);
    tellIfNoneIsLeft(table, staged);
    List<StoredObject> objects = staged.stream().map(StagedFile::object).toList();
    String id = settings.windows().id(settings.loadId(), window, pane);
    Load load = new Load(id, table.name(), objects, fingerprint(staged)).by(options.getJobName());
    LoadPlan plan = new LoadPlan(table, settings.options(), settings.ledger(), settings.format());
    try (ObjectStore store = settings.stores().open(options)) {
      Loader loader =
          new Loader(
              settings.warehouse(),
              plan,
              store,
              settings.staging(),
              settings.iamRole(),
              load,
              mayRefuse(staged));
      LoadResult result = loader.run();
      clean(store, folder(table, window), staged, pane);
      return new Applied(result, loader.refused());
    }
  }

  private void giveOut(
      List<RefusedRow> refused,
      String table,
      BoundedWindow window,
      OutputReceiver<RejectedRow> output) {
    for (RefusedRow row : refused) {
      Metrics.counter(WriteRows.class, "rowsRejected." + RejectionReason.REFUSED).inc();
      output.output(RejectedRow.of(table, settings.loadId(), row, window.maxTimestamp()));
    }
  }

  /** What is left of the part that may be rejected. */
  private long mayRefuse(List<StagedFile> staged) {
    if (!settings.isolates()) {
      return 0;
    }
    long rejected = rejected(staged);
    return (long) (settings.maxRejected() * (rows(staged) + rejected)) - rejected;
  }

  private static long rejected(List<StagedFile> staged) {
    return staged.stream().mapToLong(StagedFile::rejected).sum();
  }

  private static List<String> uris(List<StagedFile> staged) {
    return staged.stream().map(file -> file.object().uri()).filter(uri -> !uri.isEmpty()).toList();
  }

  private static long rows(List<StagedFile> staged) {
    return staged.stream().mapToLong(file -> file.object().records()).sum();
  }

  private static RedshiftTable table(String name, List<StagedFile> staged) {
    RedshiftTable table = Iterables.get(staged, 0).table();
    for (StagedFile file : staged) {
      if (!file.table().equals(table)) {
        throw new IllegalStateException(
            "The destinations of one load name the table %s with different columns"
                .formatted(name));
      }
    }
    return table;
  }

  private void requireFewRejections(RedshiftTable table, List<StagedFile> staged) {
    long rejected = rejected(staged);
    long rows = rows(staged);
    if (rejected > settings.maxRejected() * (rows + rejected)) {
      throw new IllegalStateException(
          "Of %d rows for %s %d were rejected, which is more than the part of %s that may be; nothing was loaded. One of them: %s"
              .formatted(
                  rows + rejected,
                  table.name(),
                  rejected,
                  settings.maxRejected(),
                  firstRejection(staged)));
    }
  }

  private static String firstRejection(List<StagedFile> staged) {
    return staged.stream()
        .map(StagedFile::firstRejection)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private void tellIfNoneIsLeft(RedshiftTable table, List<StagedFile> staged) {
    if (rows(staged) == 0 && rejected(staged) > 0) {
      LOG.warn(
          "All {} rows of the load \"{}\" for {} were rejected, so that it is applied without a row."
              + " One of them: {}",
          rejected(staged),
          settings.loadId(),
          table.name(),
          firstRejection(staged));
    }
  }

  /** Of the data, and not of how many files they came in: those differ by attempt. */
  private static String fingerprint(List<StagedFile> staged) {
    long hash = staged.stream().mapToLong(StagedFile::hash).sum();
    return rows(staged) + "-" + Long.toHexString(hash);
  }

  private String folder(RedshiftTable table, BoundedWindow window) {
    return Encoding.folder(
        settings.staging(), settings.loadId(), table.name(), settings.windows().name(window));
  }

  private void clean(ObjectStore store, String folder, List<StagedFile> staged, PaneInfo pane) {
    if (settings.keepsStaged()) {
      return;
    }
    try {
      // The folder holds the files of other panes too, and what bundles that died have left.
      boolean only = pane.isFirst() && pane.isLast();
      store.delete(only ? store.list(folder) : uris(staged));
    } catch (IOException | RuntimeException e) {
      Metrics.counter(WriteRows.class, "cleanupFailures").inc();
      LOG.warn("Cannot remove what was staged below {}; it is not needed any more", folder, e);
    }
  }
}
