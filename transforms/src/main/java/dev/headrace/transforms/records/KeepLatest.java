package dev.headrace.transforms.records;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Keeps of the records with one key the one with the highest version.
 *
 * <p>One shuffle spreads the keys over a fixed number of buckets; a bucket leaves as one element,
 * its records sorted by key, and has to fit into a worker's memory. The same input gives the same
 * buckets whatever the order it comes in: where versions are equal, the record that is greater by
 * Avro's order stays. Bounded input only.
 *
 * <p>{@link #DUPLICATES} tells for every bucket how many records did not stay: records in = records
 * out + duplicates.
 */
@AutoValue
public abstract class KeepLatest extends PTransform<PCollection<GenericRecord>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The buckets. */
  public static final TupleTag<KV<Integer, Iterable<GenericRecord>>> BUCKETS =
      new TupleTag<>("buckets") {};

  /** How many records every bucket lost. */
  public static final TupleTag<Long> DUPLICATES = new TupleTag<>("duplicates") {};

  private static final int DEFAULT_BUCKETS = 8;

  abstract Schema schema();

  abstract String key();

  abstract String version();

  abstract int buckets();

  /**
   * Keeps the latest by key.
   *
   * @param schema of the records
   * @param key a field with a value in every record
   * @param version a field with a value in every record
   * @throws IllegalArgumentException if the schema lacks one of the fields, or it can be null
   */
  public static KeepLatest by(Schema schema, String key, String version) {
    requireField(schema, "key", key);
    requireField(schema, "version", version);
    return new AutoValue_KeepLatest(schema, key, version, DEFAULT_BUCKETS);
  }

  /** Spreads the keys over so many buckets; 1 or more, default is 8, two to four per core. */
  public KeepLatest withBuckets(int buckets) {
    checkArgument(buckets >= 1, "buckets must be at least 1, but was %s", buckets);
    return new AutoValue_KeepLatest(schema(), key(), version(), buckets);
  }

  private static void requireField(Schema schema, String what, String name) {
    Schema.Field field = schema.getField(name);
    checkArgument(
        field != null && !field.schema().isNullable(),
        "%s must be a field of %s that is never null, but was %s",
        what,
        schema.getFullName(),
        name);
  }

  @Override
  public PCollectionTuple expand(PCollection<GenericRecord> records) {
    AvroCoder<GenericRecord> coder = AvroCoder.of(schema());
    String key = key();
    int buckets = buckets();
    PCollectionTuple kept =
        records
            .apply(
                "WithBucket",
                WithKeys.of((GenericRecord record) -> bucket(record.get(key), buckets))
                    .withKeyType(TypeDescriptors.integers()))
            .setCoder(KvCoder.of(VarIntCoder.of(), coder))
            .apply("GroupByBucket", GroupByKey.create())
            .apply(
                "KeepLatest",
                ParDo.of(new KeepFn(key, version()))
                    .withOutputTags(BUCKETS, TupleTagList.of(DUPLICATES)));
    kept.get(BUCKETS).setCoder(KvCoder.of(VarIntCoder.of(), IterableCoder.of(coder)));
    return kept;
  }

  private static int bucket(Object key, int buckets) {
    int hash = key.toString().hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), buckets);
  }

  static final class KeepFn
      extends DoFn<KV<Integer, Iterable<GenericRecord>>, KV<Integer, Iterable<GenericRecord>>> {
    private static final long serialVersionUID = 1L;
    private final String key;
    private final String version;

    KeepFn(String key, String version) {
      this.key = key;
      this.version = version;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<GenericRecord>> bucket, MultiOutputReceiver out) {
      TreeMap<String, GenericRecord> latest = new TreeMap<>();
      long seen = 0;
      for (GenericRecord record : bucket.getValue()) {
        seen++;
        latest.merge(record.get(key).toString(), record, this::later);
      }
      out.get(BUCKETS).output(KV.of(bucket.getKey(), List.copyOf(latest.values())));
      out.get(DUPLICATES).output(seen - latest.size());
    }

    private GenericRecord later(GenericRecord a, GenericRecord b) {
      Schema schema = a.getSchema();
      Schema versions = schema.getField(version).schema();
      int order = GenericData.get().compare(a.get(version), b.get(version), versions);
      if (order == 0) {
        order = GenericData.get().compare(a, b, schema);
      }
      return order >= 0 ? a : b;
    }
  }
}
