package dev.headrace.transforms.buckets;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of the records with one key the one with the highest version, and lays them out in buckets
 * to be written.
 *
 * <p>One shuffle spreads the keys over a fixed number of buckets. A bucket leaves as one element,
 * its records by partition and then in the order asked for, and has to fit into a worker's memory,
 * at about twice the size of its records in Avro. The same input gives the same buckets whatever
 * the order it comes in: where versions are equal, the record whose bytes are greater stays.
 * Rejections and tallies are spread over the buckets too. Bounded input only.
 *
 * <p>records in = records out + the tally {@code DUPLICATES}.
 */
@AutoValue
public abstract class KeepLatest
    extends PTransform<PCollection<RecordOutcome>, PCollection<Bucket>> {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_BUCKETS = 8;

  abstract List<String> keys();

  abstract @Nullable String version();

  abstract @Nullable String partition();

  abstract List<String> order();

  abstract int buckets();

  abstract @Nullable PartitionBuckets ownBuckets();

  /** Keeps the latest by one or more fields that have a value in every record. */
  public static KeepLatest by(String... keys) {
    return by(List.of(keys));
  }

  /** Keeps the latest by fields that have a value in every record. */
  public static KeepLatest by(List<String> keys) {
    checkArgument(!keys.isEmpty(), "keys must name at least one field, but there is none");
    return create(keys, null, null, List.of(), DEFAULT_BUCKETS, null);
  }

  /** Keeps every record, for a dataset whose records have no key. */
  public static KeepLatest keepingAll() {
    return create(List.of(), null, null, List.of(), DEFAULT_BUCKETS, null);
  }

  /** Takes a field for the version, that has a value in every record; default is none. */
  public KeepLatest withVersion(String field) {
    return create(keys(), field, partition(), order(), buckets(), ownBuckets());
  }

  /**
   * Parts the records by a date or text field that has a value in every record; default is no
   * partitions.
   */
  public KeepLatest withPartition(String field) {
    return create(keys(), version(), field, order(), buckets(), ownBuckets());
  }

  /** Orders the records of a partition by fields, before their key; default is the key alone. */
  public KeepLatest withOrder(List<String> fields) {
    return create(keys(), version(), partition(), fields, buckets(), ownBuckets());
  }

  /** Spreads the keys over so many buckets; 1 or more, default is 8, two to four per core. */
  public KeepLatest withBuckets(int buckets) {
    checkArgument(buckets >= 1, "buckets must be at least 1, but was %s", buckets);
    return create(keys(), version(), partition(), order(), buckets, null);
  }

  /**
   * Gives every partition so many buckets of its own, told by its value as it stands in a path, or
   * by an empty text where there are no partitions; default is that all share all. Of a key that is
   * in several partitions each then keeps its latest. A record of a partition that is not told of
   * fails the pipeline.
   */
  public KeepLatest withBucketsOfPartitions(Map<String, Integer> buckets) {
    return create(keys(), version(), partition(), order(), buckets(), PartitionBuckets.of(buckets));
  }

  private static KeepLatest create(
      List<String> keys,
      @Nullable String version,
      @Nullable String partition,
      List<String> order,
      int buckets,
      @Nullable PartitionBuckets ownBuckets) {
    return new AutoValue_KeepLatest(
        List.copyOf(keys), version, partition, List.copyOf(order), buckets, ownBuckets);
  }

  @Override
  public PCollection<Bucket> expand(PCollection<RecordOutcome> records) {
    Schema schema = records.getCoder() instanceof RecordOutcomeCoder coder ? coder.schema() : null;
    checkArgument(schema != null, "The records have to be conformed before the latest are kept");
    BucketLayout layout = BucketLayout.of(schema, keys(), version(), partition(), order());
    return records
        .apply("PackRecords", ParDo.of(new PackFn(layout, buckets(), ownBuckets())))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("GroupByBucket", GroupByKey.create())
        .apply("KeepLatest", ParDo.of(new KeepFn()))
        .setCoder(Bucket.CODER);
  }

  static final class PackFn extends DoFn<RecordOutcome, KV<Integer, byte[]>> {
    private static final long serialVersionUID = 1L;
    private final BucketLayout layout;
    private final int buckets;
    private final @Nullable PartitionBuckets ownBuckets;
    private transient @Nullable Packing packing;

    PackFn(BucketLayout layout, int buckets, @Nullable PartitionBuckets ownBuckets) {
      this.layout = layout;
      this.buckets = buckets;
      this.ownBuckets = ownBuckets;
    }

    @ProcessElement
    public void process(@Element RecordOutcome outcome, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Packing packer = packing == null ? new Packing(layout) : packing;
      packing = packer;
      byte[] packed = packer.pack(outcome);
      int bucket =
          ownBuckets == null ? Packing.bucketOf(packed, buckets) : ownBuckets.bucketOf(packed);
      out.output(KV.of(bucket, packed));
    }
  }

  static final class KeepFn extends DoFn<KV<Integer, Iterable<byte[]>>, Bucket> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<byte[]>> packed, OutputReceiver<Bucket> out)
        throws IOException {
      Bucketful bucketful = new Bucketful();
      for (byte[] bytes : packed.getValue()) {
        bucketful.add(bytes);
      }
      out.output(bucketful.toBucket(packed.getKey()));
    }
  }
}
