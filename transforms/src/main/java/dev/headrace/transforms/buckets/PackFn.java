package dev.headrace.transforms.buckets;

import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Packs records for their buckets, and of every bundle tells the newest time if it is asked to. */
final class PackFn extends DoFn<RecordOutcome, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;
  private final BucketLayout layout;
  private final int buckets;
  private final @Nullable TimeField time;
  private transient @Nullable Packing packing;
  private transient long newest;

  PackFn(BucketLayout layout, int buckets, @Nullable TimeField time) {
    this.layout = layout;
    this.buckets = buckets;
    this.time = time;
  }

  @StartBundle
  public void start() {
    newest = TimeField.NONE;
  }

  @ProcessElement
  public void process(@Element RecordOutcome outcome, OutputReceiver<KV<Integer, byte[]>> out)
      throws IOException {
    if (time != null && outcome instanceof SourceRecord record) {
      newest = Math.max(newest, time.of(record.conformed()));
    }
    out.output(pack(outcome));
  }

  @FinishBundle
  public void finish(FinishBundleContext bundle) throws IOException {
    if (newest != TimeField.NONE) {
      bundle.output(
          pack(new Tally(Account.NEWEST, newest)),
          GlobalWindow.INSTANCE.maxTimestamp(),
          GlobalWindow.INSTANCE);
    }
  }

  private KV<Integer, byte[]> pack(RecordOutcome outcome) throws IOException {
    Packing packer = packing == null ? new Packing(layout) : packing;
    packing = packer;
    byte[] packed = packer.pack(outcome);
    return KV.of(Packing.bucketOf(packed, buckets), packed);
  }
}
