package dev.headrace.transforms.buckets;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Buckets that belong to one partition each, numbered from 0 in the order of partitions. */
final class PartitionBuckets implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Range> ranges = new HashMap<>();

  private record Range(int first, int count) implements Serializable {}

  private PartitionBuckets() {}

  static PartitionBuckets of(Map<String, Integer> counts) {
    PartitionBuckets buckets = new PartitionBuckets();
    int next = 0;
    for (Map.Entry<String, Integer> partition : new TreeMap<>(counts).entrySet()) {
      int count = partition.getValue();
      checkArgument(
          count >= 1,
          "buckets of the partition %s must be at least 1, but were %s",
          partition.getKey(),
          count);
      buckets.ranges.put(partition.getKey(), new Range(next, count));
      next += count;
    }
    return buckets;
  }

  /** How many there are, of all partitions together. */
  int count() {
    return ranges.values().stream().mapToInt(Range::count).sum();
  }

  /** What is no record has no partition, and goes to the first. */
  int bucketOf(OrderedBytes packed) {
    byte[] bytes = packed.buffer();
    return switch (bytes[0]) {
      case Packing.RECORD -> bucketOf(packed, new PackedRecord(bytes, 0, packed.size()));
      case Packing.SOURCED -> bucketOf(packed, SourcedRecord.unpack(packed.toByteArray()).record());
      default -> 0;
    };
  }

  private int bucketOf(OrderedBytes packed, PackedRecord record) {
    Range range = ranges.get(record.partition());
    checkArgument(range != null, "The partition %s has no buckets", record.partition());
    return range.first + Packing.bucketOf(packed, range.count);
  }
}
