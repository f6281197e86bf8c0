package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;

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
  private final int version;
  private final int partition;
  private final int order;
  private final int data;

  PackedRecord(byte[] bytes) {
    this.bytes = bytes;
    this.version = HEADER_BYTES + number(bytes, 5);
    this.partition = version + number(bytes, 9);
    this.order = partition + number(bytes, 13);
    this.data = order + number(bytes, 17);
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
        : Arrays.compareUnsigned(
                bytes, data, bytes.length, other.bytes, other.data, other.bytes.length)
            > 0;
  }

  /** By partition, then by the order of the file, then by key. */
  static int compare(PackedRecord a, PackedRecord b) {
    int partitions =
        Arrays.compareUnsigned(a.bytes, a.partition, a.order, b.bytes, b.partition, b.order);
    if (partitions != 0) {
      return partitions;
    }
    int orders = Arrays.compareUnsigned(a.bytes, a.order, a.data, b.bytes, b.order, b.data);
    return orders != 0
        ? orders
        : Arrays.compareUnsigned(
            a.bytes, HEADER_BYTES, a.version, b.bytes, HEADER_BYTES, b.version);
  }

  /** Whether both lie in the same partition. */
  public boolean isInPartitionOf(PackedRecord other) {
    return Arrays.equals(bytes, partition, order, other.bytes, other.partition, other.order);
  }

  /** The partition's value as it stands in a path; empty if there are no partitions. */
  public String partition() {
    return new String(bytes, partition, order - partition, UTF_8);
  }

  /** The bytes, of which those from {@link #dataOffset()} on are the record in Avro's encoding. */
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
          .read(null, DecoderFactory.get().binaryDecoder(bytes, data, bytes.length - data, null));
    } catch (IOException e) {
      throw new UncheckedIOException("The packed record is not of the schema", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PackedRecord record
        && Arrays.equals(bytes, HEADER_BYTES, version, record.bytes, HEADER_BYTES, record.version);
  }

  @Override
  public int hashCode() {
    return number(bytes, 1);
  }
}
