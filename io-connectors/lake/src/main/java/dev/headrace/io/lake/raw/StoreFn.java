package dev.headrace.io.lake.raw;

import dev.headrace.transforms.store.ObjectStore;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;

/** Reads raw objects through a store that is open while it works. */
abstract class StoreFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1L;
  private final ObjectStore.Factory stores;
  transient ObjectStore store;

  StoreFn(ObjectStore.Factory stores) {
    this.stores = stores;
  }

  @Setup
  public void open(PipelineOptions options) {
    store = stores.open(options);
  }

  @Teardown
  public void close() {
    store.close();
  }
}
