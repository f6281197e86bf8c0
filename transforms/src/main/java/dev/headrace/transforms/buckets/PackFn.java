package dev.headrace.transforms.buckets;

import static java.util.Objects.requireNonNull;

import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/** Packs records in blocks for their buckets, and tells the newest time if it is asked to. */
final class PackFn extends DoFn<RecordOutcome, KV<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;
  private final BucketLayout layout;
  private final int buckets;
  private final @Nullable PartitionBuckets ownBuckets;
  private final @Nullable TimeField time;
  private transient @Nullable Packing packing;
  private transient @Nullable Blocks blocks;
  private transient long newest;

  PackFn(
      BucketLayout layout,
      int buckets,
      @Nullable PartitionBuckets ownBuckets,
      @Nullable TimeField time) {
    this.layout = layout;
    this.buckets = ownBuckets == null ? buckets : ownBuckets.count();
    this.ownBuckets = ownBuckets;
    this.time = time;
  }

  @StartBundle
  public void start() {
    newest = TimeField.NONE;
    blocks = new Blocks(buckets);
  }

  @ProcessElement
  public void process(@Element RecordOutcome outcome, OutputReceiver<KV<Integer, byte[]>> out)
      throws IOException {
    if (time != null && outcome instanceof SourceRecord record) {
      newest = Math.max(newest, time.of(record.conformed()));
    }
    add(outcome, (bucket, block) -> out.output(KV.of(bucket, block)));
  }

  @FinishBundle
  public void finish(FinishBundleContext bundle) throws IOException {
    BiConsumer<Integer, byte[]> out =
        (bucket, block) ->
            bundle.output(
                KV.of(bucket, block), GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    if (newest != TimeField.NONE) {
      add(new Tally(Account.NEWEST, newest), out);
    }
    requireNonNull(blocks).flush(out);
    blocks = null;
  }

  private void add(RecordOutcome outcome, BiConsumer<Integer, byte[]> out) throws IOException {
    Packing packer = packing == null ? new Packing(layout) : packing;
    packing = packer;
    OrderedBytes packed = packer.pack(outcome);
    int bucket =
        ownBuckets == null ? Packing.bucketOf(packed, buckets) : ownBuckets.bucketOf(packed);
    requireNonNull(blocks).add(bucket, packed, out);
  }
}
