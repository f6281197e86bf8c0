package dev.headrace.io.redshift;

import com.google.common.collect.ImmutableList;
import dev.headrace.io.redshift.load.Load;
import dev.headrace.io.redshift.load.LoadPlan;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.Loader;
import dev.headrace.io.redshift.session.RedshiftSessions;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;

/** Gathers the files of one load and applies it. */
final class LoadFn extends DoFn<String, LoadResult> {
  private static final long serialVersionUID = 1L;
  private final RedshiftSessions connection;
  private final ObjectStore.Factory stores;
  private final String staging;
  private final LoadPlan plan;
  private final String iamRole;
  private final PCollectionView<Iterable<StoredObject>> files;
  private final Counter rows = Metrics.counter(RedshiftIO.class, "rowsLoaded");

  LoadFn(
      RedshiftSessions connection,
      ObjectStore.Factory stores,
      String staging,
      LoadPlan plan,
      String iamRole,
      PCollectionView<Iterable<StoredObject>> files) {
    this.connection = connection;
    this.stores = stores;
    this.staging = staging;
    this.plan = plan;
    this.iamRole = iamRole;
    this.files = files;
  }

  @ProcessElement
  public void process(ProcessContext context, PipelineOptions options)
      throws SQLException, IOException {
    List<StoredObject> all = ImmutableList.copyOf(context.sideInput(files));
    Load load = new Load(context.element(), plan.table().name(), all).by(options.getJobName());
    LoadResult result;
    try (ObjectStore store = stores.open(options)) {
      result = new Loader(connection, plan, store, staging, iamRole, load).run();
    } catch (SQLException | IOException | RuntimeException e) {
      count("FAILED");
      throw e;
    }
    count(result.status().name());
    if (result.status() == LoadResult.Status.LOADED) {
      rows.inc(result.rows());
    }
    context.output(result);
  }

  private static void count(String status) {
    Metrics.counter(RedshiftIO.class, "loads." + status).inc();
  }
}
