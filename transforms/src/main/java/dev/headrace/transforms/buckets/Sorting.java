package dev.headrace.transforms.buckets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sorts the records of a bucket by partition, and then in the order of the file. */
final class Sorting {
  private Sorting() {}

  static List<PackedRecord> sort(Collection<PackedRecord> records) {
    Map<String, List<PackedRecord>> partitions = new TreeMap<>();
    for (PackedRecord record : records) {
      partitions.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record);
    }
    List<PackedRecord> sorted = new ArrayList<>(records.size());
    for (List<PackedRecord> partition : partitions.values()) {
      partition.sort(PackedRecord::compareInPartition);
      sorted.addAll(partition);
    }
    return sorted;
  }
}
