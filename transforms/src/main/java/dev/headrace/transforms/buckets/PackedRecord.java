package dev.headrace.transforms.buckets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * A record as bytes, with what a bucket has to know of it in front: the key, the version, the
 * partition and the place in the order. Equal are records with one key.
 *
 * <p>Layout: kind, hash of the key (4 bytes), four lengths of 4 bytes, key, version, partition,
 * order, and the record in Avro's binary encoding.
 */
public final class PackedRecord {
  static final int HEADER_BYTES = 1 + 4 + 4 * 4;

  private final byte[] bytes;
  private final int hash;
  private final int key;
  private final int version;
  private final int partition;
  private final int order;
  private final int data;
  private final int end;
  private final String partitionValue;
  private final long firstPrefix;
  private final long secondPrefix;

  /** The record that lies at these bytes. */
  PackedRecord(byte[] bytes, int start, int end) {
    this(bytes, start, end, new PartitionNames());
  }

  /** The record that lies at these bytes; of what is compared often, it keeps its own copy. */
  PackedRecord(byte[] bytes, int start, int end, PartitionNames names) {
    this.bytes = bytes;
    this.hash = number(bytes, start + 1);
    this.key = start + HEADER_BYTES;
    this.version = key + number(bytes, start + 5);
    this.partition = version + number(bytes, start + 9);
    this.order = partition + number(bytes, start + 13);
    this.data = order + number(bytes, start + 17);
    this.end = end;
    this.partitionValue = names.of(bytes, partition, order);
    this.firstPrefix = orderPrefix(0);
    this.secondPrefix = orderPrefix(Long.BYTES);
  }

  static int number(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  /** Whether the record is later than another of the same key; never so of two equal ones. */
  boolean isLaterThan(PackedRecord other) {
    int versions =
        Arrays.compareUnsigned(
            bytes, version, partition, other.bytes, other.version, other.partition);
    return versions != 0
        ? versions > 0
        : Arrays.compareUnsigned(bytes, data, end, other.bytes, other.data, other.end) > 0;
  }

  /** By the order of the file, and then by key; for records of one partition. */
  static int compareInPartition(PackedRecord a, PackedRecord b) {
    int orders = Arrays.compareUnsigned(a.bytes, a.order, a.data, b.bytes, b.order, b.data);
    return orders != 0
        ? orders
        : Arrays.compareUnsigned(a.bytes, a.key, a.version, b.bytes, b.key, b.version);
  }

  /**
   * The first eight bytes of what records of a partition are ordered by, as a number without a
   * sign; zeros stand for bytes behind the end.
   */
  long firstPrefix() {
    return firstPrefix;
  }

  /** The next eight bytes. */
  long secondPrefix() {
    return secondPrefix;
  }

  private long orderPrefix(int skip) {
    int orderBytes = data - order;
    int end = orderBytes + version - key;
    long prefix = 0;
    for (int i = skip; i < skip + Long.BYTES; i++) {
      int at = i < orderBytes ? order + i : key + i - orderBytes;
      prefix = (prefix << 8) | (i < end ? bytes[at] & 0xFF : 0);
    }
    return prefix;
  }

  /** Whether both lie in the same partition. */
  public boolean isInPartitionOf(PackedRecord other) {
    return partitionValue.equals(other.partitionValue);
  }

  /** The partition's value as it stands in a path; empty if there are no partitions. */
  public String partition() {
    return partitionValue;
  }

  /** What it was packed as. */
  byte[] packed() {
    return Arrays.copyOfRange(bytes, key - HEADER_BYTES, end);
  }

  /** An array, in which the record in Avro's encoding begins at {@link #dataOffset()}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the record begins. */
  public int dataOffset() {
    return data;
  }

  /** The record. */
  public GenericRecord read(Schema schema) {
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(bytes, data, end - data, null));
    } catch (IOException e) {
      throw new UncheckedIOException("The packed record is not of the schema", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedRecord record
        && hash == record.hash
        && Arrays.equals(bytes, key, version, record.bytes, record.key, record.version);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
