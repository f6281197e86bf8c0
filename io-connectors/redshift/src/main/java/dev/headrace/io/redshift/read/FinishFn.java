package dev.headrace.io.redshift.read;

import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds that all rows were read, and removes what was unloaded. */
final class FinishFn extends DoFn<Unloaded, Void> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FinishFn.class);

  private final ObjectStore.Factory stores;
  private final PCollectionView<Long> read;
  private final Counter cleanupFailures = Metrics.counter(ReadQuery.class, "cleanupFailures");

  FinishFn(ObjectStore.Factory stores, PCollectionView<Long> read) {
    this.stores = stores;
    this.read = read;
  }

  @ProcessElement
  public void process(ProcessContext context, PipelineOptions options) {
    Unloaded unloaded = context.element();
    long rows = context.sideInput(read);
    if (rows != unloaded.rows()) {
      throw new IllegalStateException(
          "%d rows were read of %s, but its manifest tells %d"
              .formatted(rows, unloaded.prefix(), unloaded.rows()));
    }
    try (ObjectStore store = stores.open(options)) {
      store.delete(store.list(unloaded.prefix()));
    } catch (IOException | RuntimeException e) {
      cleanupFailures.inc();
      LOG.warn("Cannot remove {}; it is not needed any more", unloaded.prefix(), e);
    }
  }
}
