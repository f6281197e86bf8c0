package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Packs what stands for a record into bytes; for use by one thread. */
final class Packing {
  private static final int MOST_NAMES = 10_000;
  static final int RECORD = 0;
  static final int REJECTION = 1;
  static final int TALLY = 2;
  static final int SOURCED = 3;

  private final Schema.Field[] keys;
  private final Schema.@Nullable Field version;
  private final Schema.@Nullable Field partition;
  private final Schema.Field[] order;
  private final PartitionValue.Naming naming;
  private final RecordWriter writer;
  private final boolean sourced;
  private final Map<Object, byte[]> partitionNames = new HashMap<>();
  private final OrderedBytes out = new OrderedBytes();

  Packing(BucketLayout layout, PartitionValue.Naming naming) {
    this.naming = naming;
    Schema schema = layout.schema();
    keys = layout.keys().stream().map(schema::getField).toArray(Schema.Field[]::new);
    version = layout.version() == null ? null : schema.getField(layout.version());
    partition = layout.partition() == null ? null : schema.getField(layout.partition());
    order = layout.order().stream().map(schema::getField).toArray(Schema.Field[]::new);
    writer = new RecordWriter(schema);
    sourced = layout.sourced();
  }

  /** Packs; the bytes stay as they are until the next is packed. */
  OrderedBytes pack(Rejection rejection) throws IOException {
    out.reset();
    out.write(REJECTION);
    Rejection.CODER.encode(rejection, out);
    return out;
  }

  /** The same for a tally. */
  OrderedBytes pack(Tally tally) throws IOException {
    out.reset();
    out.write(TALLY);
    Tally.CODER.encode(tally, out);
    return out;
  }

  /**
   * The same for a record.
   *
   * @throws BadRecordException if it can be in no partition
   */
  OrderedBytes pack(SourceRecord record) throws IOException, BadRecordException {
    out.reset();
    put(record);
    if (sourced) {
      byte[] withSource = SourcedRecord.pack(out.toByteArray(), record);
      out.reset();
      out.write(withSource);
    }
    return out;
  }

  private void put(SourceRecord record) throws BadRecordException {
    GenericRecord values = record.conformed();
    out.write(RECORD);
    out.skip(PackedRecord.HEADER_BYTES - 1);
    putKey(record.origin(), values);
    int keyEnd = out.size();
    if (version != null) {
      put(version, values);
    }
    int versionEnd = out.size();
    if (partition != null) {
      putPartition(partition, values.get(partition.pos()));
    }
    int partitionEnd = out.size();
    for (Schema.Field field : order) {
      put(field, values);
    }
    int orderEnd = out.size();
    writer.write(values, out);
    int key = PackedRecord.HEADER_BYTES;
    out.setInt(1, Hashing.murmur3_32_fixed().hashBytes(out.buffer(), key, keyEnd - key).asInt());
    out.setInt(5, keyEnd - key);
    out.setInt(9, versionEnd - keyEnd);
    out.setInt(13, partitionEnd - versionEnd);
    out.setInt(17, orderEnd - partitionEnd);
  }

  private void putPartition(Schema.Field field, Object value) throws BadRecordException {
    byte[] name = partitionNames.get(value);
    if (name == null) {
      if (partitionNames.size() == MOST_NAMES) {
        partitionNames.clear();
      }
      name = naming.name(field, value).getBytes(UTF_8);
      partitionNames.put(value, name);
    }
    out.write(name);
  }

  /** Without a key, a record is told by the place it came from, and none gives way. */
  private void putKey(Origin origin, GenericRecord values) {
    if (keys.length == 0) {
      out.write(origin.object().getBytes(UTF_8));
      out.putLong(origin.line());
      out.putLong(origin.record());
    }
    for (Schema.Field key : keys) {
      put(key, values);
    }
  }

  private void put(Schema.Field field, GenericRecord values) {
    out.put(field.schema(), values.get(field.pos()));
  }

  /** The bucket of what was packed; what has no key goes by all its bytes. */
  static int bucketOf(OrderedBytes packed, int buckets) {
    byte[] bytes = packed.buffer();
    int hash =
        switch (bytes[0]) {
          case RECORD -> PackedRecord.number(bytes, 1);
          case SOURCED -> PackedRecord.number(bytes, SourcedRecord.HEADER_BYTES + 1);
          default -> Hashing.murmur3_32_fixed().hashBytes(bytes, 0, packed.size()).asInt();
        };
    return (int) (((hash & 0xFFFF_FFFFL) * buckets) >>> 32);
  }
}
