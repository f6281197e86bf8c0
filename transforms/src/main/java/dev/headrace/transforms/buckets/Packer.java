package dev.headrace.transforms.buckets;

import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Packs what stands for records in blocks for their buckets, and tells the newest time if it is
 * asked to. A transform that makes records can pack them in the same pass: one block is one
 * element, where a runner would have as many as there are records.
 */
public final class Packer implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How a bucket's number and a block for it travel. */
  public static final Coder<KV<Integer, byte[]>> CODER =
      KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private final BucketLayout layout;
  private final int buckets;
  private final @Nullable PartitionBuckets ownBuckets;
  private final @Nullable TimeField time;

  Packer(
      BucketLayout layout,
      int buckets,
      @Nullable PartitionBuckets ownBuckets,
      @Nullable TimeField time) {
    this.layout = layout;
    this.buckets = ownBuckets == null ? buckets : ownBuckets.count();
    this.ownBuckets = ownBuckets;
    this.time = time;
  }

  /** Begins a bundle. */
  public Bundle start() {
    return new Bundle();
  }

  /** What a bundle came to; for use by one thread. */
  public final class Bundle {
    private final Packing packing = new Packing(layout);
    private final Blocks blocks = new Blocks(buckets);
    private long newest = TimeField.NONE;

    private Bundle() {}

    /** Adds what stands for a record, and puts out a block if that is full. */
    public void add(RecordOutcome outcome, Consumer<KV<Integer, byte[]>> out) {
      if (time != null && outcome instanceof SourceRecord record) {
        newest = Math.max(newest, time.of(record.conformed()));
      }
      pack(outcome, out);
    }

    /** Puts out what is left. */
    public void finish(Consumer<KV<Integer, byte[]>> out) {
      if (newest != TimeField.NONE) {
        pack(new Tally(Account.NEWEST, newest), out);
      }
      blocks.flush((bucket, block) -> out.accept(KV.of(bucket, block)));
    }

    private void pack(RecordOutcome outcome, Consumer<KV<Integer, byte[]>> out) {
      try {
        OrderedBytes packed = packing.pack(outcome);
        int bucket =
            ownBuckets == null ? Packing.bucketOf(packed, buckets) : ownBuckets.bucketOf(packed);
        blocks.add(bucket, packed, (number, block) -> out.accept(KV.of(number, block)));
      } catch (IOException e) {
        throw new UncheckedIOException("Bytes in memory can always be written", e);
      }
    }
  }
}
