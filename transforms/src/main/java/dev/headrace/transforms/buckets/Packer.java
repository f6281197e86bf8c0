package dev.headrace.transforms.buckets;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.Rejection;
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
 * Packs what stands for records in blocks for their buckets, sums up the tallies of a bundle, and
 * tells the newest time if it is asked to. A transform that makes records can pack them in the same
 * pass: one block is one element, where a runner would have as many as there are records.
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

  /** Partitions that buckets are told of are there already, whatever their names. */
  private PartitionValue.Naming naming() {
    return ownBuckets == null ? PartitionValue::limited : PartitionValue::of;
  }

  /** Begins a bundle. */
  public Bundle start() {
    return new Bundle();
  }

  /** What a bundle came to; for use by one thread. */
  public final class Bundle {
    private final Packing packing = new Packing(layout, naming());
    private final Blocks blocks = new Blocks(buckets);
    private final TallySums tallies = new TallySums();
    private long newest = TimeField.NONE;

    private Bundle() {}

    /** Adds what stands for a record, and puts out a block if that is full. */
    public void add(RecordOutcome outcome, Consumer<KV<Integer, byte[]>> out) {
      try {
        if (outcome instanceof SourceRecord record) {
          add(record, out);
        } else if (outcome instanceof Rejection rejection) {
          put(packing.pack(rejection), out);
        } else {
          tallies.add((Tally) outcome);
        }
      } catch (IOException e) {
        throw neverHappens(e);
      }
    }

    private void add(SourceRecord record, Consumer<KV<Integer, byte[]>> out) throws IOException {
      try {
        put(packing.pack(record), out);
        if (time != null) {
          newest = Math.max(newest, time.of(record.conformed()));
        }
      } catch (BadRecordException e) {
        put(packing.pack(refused(record, e)), out);
      }
    }

    private static Rejection refused(SourceRecord record, BadRecordException e) {
      return Rejection.of(Stage.CONFORM, e, record.payload(), record.origin());
    }

    /** Puts out what is left, and what the tallies came to. */
    public void finish(Consumer<KV<Integer, byte[]>> out) {
      if (newest != TimeField.NONE) {
        tallies.add(new Tally(Account.NEWEST, newest));
      }
      try {
        for (Tally tally : tallies.toList()) {
          put(packing.pack(tally), out);
        }
      } catch (IOException e) {
        throw neverHappens(e);
      }
      blocks.flush((bucket, block) -> out.accept(KV.of(bucket, block)));
    }

    private void put(OrderedBytes packed, Consumer<KV<Integer, byte[]>> out) {
      int bucket =
          ownBuckets == null ? Packing.bucketOf(packed, buckets) : ownBuckets.bucketOf(packed);
      blocks.add(bucket, packed, (number, block) -> out.accept(KV.of(number, block)));
    }

    private static UncheckedIOException neverHappens(IOException e) {
      return new UncheckedIOException("Bytes in memory can always be written", e);
    }
  }
}
