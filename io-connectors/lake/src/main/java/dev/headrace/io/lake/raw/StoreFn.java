package dev.headrace.io.lake.raw;

import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.store.ObjectStore;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;

/** Reads raw objects through a store that is open while it works. */
abstract class StoreFn<I, O> extends DoFn<I, O> {
  private static final long serialVersionUID = 1L;
  private final ObjectStore.Factory stores;
  private final Counter records = Metrics.counter(ReadRecords.class, "records");
  transient ObjectStore store;

  StoreFn(ObjectStore.Factory stores) {
    this.stores = stores;
  }

  /** Puts out, and counts what a body was found to hold. */
  Consumer<RecordOutcome> counting(DoFn.OutputReceiver<RecordOutcome> out) {
    return outcome -> {
      if (outcome instanceof Tally tally && tally.account() == Account.PARSED) {
        records.inc(tally.amount());
      }
      out.output(outcome);
    };
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
