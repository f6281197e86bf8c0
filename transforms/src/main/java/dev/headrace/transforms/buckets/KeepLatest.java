package dev.headrace.transforms.buckets;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
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
 * Rejections are spread over the buckets too, and so are tallies, after those of a bundle have been
 * summed up, account by account. Bounded input only, in the global window.
 *
 * <p>records in = records out + the tally {@code DUPLICATES}, or + rejections if duplicates are
 * {@linkplain #rejectingDuplicates() rejected}, + rejections of records that can be in {@linkplain
 * #withPartition no partition}.
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

  abstract boolean rejecting();

  abstract @Nullable String newest();

  abstract @Nullable PartitionBuckets ownBuckets();

  abstract Builder toBuilder();

  /** Keeps the latest by one or more fields that have a value in every record. */
  public static KeepLatest by(String... keys) {
    return by(List.of(keys));
  }

  /** Keeps the latest by fields that have a value in every record. */
  public static KeepLatest by(List<String> keys) {
    checkArgument(!keys.isEmpty(), "keys must name at least one field, but there is none");
    return create(keys);
  }

  /** Keeps every record, for a dataset whose records have no key. */
  public static KeepLatest keepingAll() {
    return create(List.of());
  }

  private static KeepLatest create(List<String> keys) {
    return new AutoValue_KeepLatest.Builder()
        .keys(List.copyOf(keys))
        .order(List.of())
        .buckets(DEFAULT_BUCKETS)
        .rejecting(false)
        .build();
  }

  /** Takes a field for the version, that has a value in every record; default is none. */
  public KeepLatest withVersion(String field) {
    return toBuilder().version(field).build();
  }

  /**
   * Parts the records by a date or text field that has a value in every record; default is no
   * partitions.
   *
   * <p>The value becomes the name of a folder, and is a key in catalogs. Refused, in the stage
   * {@code CONFORM} for the reason {@code OUT_OF_RANGE}, is a record with a date outside of the
   * years 1 to 9999, an empty text, or one that takes more than 512 bytes in a path: of letters and
   * digits of ASCII one each, of other characters three for every byte of UTF-8.
   */
  public KeepLatest withPartition(String field) {
    return toBuilder().partition(field).build();
  }

  /** Orders the records of a partition by fields, before their key; default is the key alone. */
  public KeepLatest withOrder(List<String> fields) {
    return toBuilder().order(List.copyOf(fields)).build();
  }

  /** Spreads the keys over so many buckets; 1 or more, default is 8, two to four per core. */
  public KeepLatest withBuckets(int buckets) {
    checkArgument(buckets >= 1, "buckets must be at least 1, but was %s", buckets);
    return toBuilder().buckets(buckets).build();
  }

  /**
   * Refuses the records that give way, in the stage {@code QUALITY} for the reason {@code
   * DUPLICATE}, instead of counting them: for a source that must not have a key twice.
   *
   * <p>Every record then takes its payload and origin through the shuffle, and a bucket has to fit
   * into memory with them. Of records that are equal altogether, the last in the raw bucket stays.
   *
   * @throws IllegalArgumentException if there is no key
   */
  public KeepLatest rejectingDuplicates() {
    checkArgument(
        !keys().isEmpty(), "keys must name at least one field for duplicates to be rejected");
    return toBuilder().rejecting(true).build();
  }

  /**
   * Tells the newest value of a date or timestamp field in the tally {@code NEWEST}, which is not
   * there if no record has one; default is not to. All records that come in count, those that give
   * way too, but for those that can be in no partition; of a date its beginning does, in UTC. The
   * records have to be in the global window.
   */
  public KeepLatest withNewest(String field) {
    return toBuilder().newest(field).build();
  }

  /**
   * Gives every partition so many buckets of its own, told by its value as it stands in a path, or
   * by an empty text where there are no partitions; default is that all share all. Of a key that is
   * in several partitions each then keeps its latest. A record of a partition that is not told of
   * fails the pipeline, and none is refused for its partition.
   */
  public KeepLatest withBucketsOfPartitions(Map<String, Integer> buckets) {
    return toBuilder().ownBuckets(PartitionBuckets.of(buckets)).build();
  }

  /**
   * What packs records of a schema for {@link #ofPacked()}, in the pass that makes them.
   *
   * @throws IllegalArgumentException if a field that was named is not one that can do its part
   */
  public Packer packer(Schema schema) {
    BucketLayout layout =
        BucketLayout.of(schema, keys(), version(), partition(), order(), rejecting());
    String newest = newest();
    TimeField time = newest == null ? null : TimeField.of("newest", schema, newest);
    return new Packer(layout, buckets(), ownBuckets(), time);
  }

  /** The same for records that were packed by its {@link #packer} before. */
  public PTransform<PCollection<KV<Integer, byte[]>>, PCollection<Bucket>> ofPacked() {
    return new PTransform<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public PCollection<Bucket> expand(PCollection<KV<Integer, byte[]>> packed) {
        return packed
            .apply("GroupByBucket", GroupByKey.create())
            .apply("KeepLatest", ParDo.of(new KeepFn(keys())))
            .setCoder(Bucket.CODER);
      }
    };
  }

  @Override
  public PCollection<Bucket> expand(PCollection<RecordOutcome> records) {
    Schema schema = records.getCoder() instanceof RecordOutcomeCoder coder ? coder.schema() : null;
    checkArgument(schema != null, "The records have to be conformed before the latest are kept");
    return records
        .apply("PackRecords", ParDo.of(new PackFn(packer(schema))))
        .setCoder(Packer.CODER)
        .apply(ofPacked());
  }

  /**
   * Refuses a schema that does not have the fields, in the types, that the settings name.
   *
   * @throws IllegalArgumentException that names the setting and what is allowed
   */
  public void requireFits(Schema schema) {
    Packer unused = packer(schema);
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder keys(List<String> keys);

    abstract Builder version(String version);

    abstract Builder partition(String partition);

    abstract Builder order(List<String> order);

    abstract Builder buckets(int buckets);

    abstract Builder rejecting(boolean rejecting);

    abstract Builder newest(String newest);

    abstract Builder ownBuckets(PartitionBuckets buckets);

    abstract KeepLatest build();
  }
}
