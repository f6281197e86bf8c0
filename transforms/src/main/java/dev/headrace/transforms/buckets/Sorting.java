package dev.headrace.transforms.buckets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the records of a bucket by partition, and then in the order of the file. Most comparisons
 * are of two numbers that lie side by side; the records' own bytes lie all over the memory.
 */
final class Sorting {
  private Sorting() {}

  private record Partition(PackedRecord any) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Partition partition && any.isInPartitionOf(partition.any);
    }

    @Override
    public int hashCode() {
      return any.partitionHash();
    }
  }

  private record Entry(long first, long second, PackedRecord record) {
    static Entry of(PackedRecord record) {
      return new Entry(record.orderPrefix(0), record.orderPrefix(Long.BYTES), record);
    }

    static int compare(Entry a, Entry b) {
      int first = Long.compare(a.first, b.first);
      if (first != 0) {
        return first;
      }
      int second = Long.compare(a.second, b.second);
      return second != 0 ? second : PackedRecord.compareInPartition(a.record, b.record);
    }
  }

  static List<PackedRecord> sort(Collection<PackedRecord> records) {
    Map<Partition, List<PackedRecord>> partitions = new HashMap<>();
    for (PackedRecord record : records) {
      partitions.computeIfAbsent(new Partition(record), p -> new ArrayList<>()).add(record);
    }
    List<PackedRecord> sorted = new ArrayList<>(records.size());
    partitions.values().stream()
        .sorted(Comparator.comparing(partition -> partition.get(0).partition()))
        .forEach(partition -> addSorted(partition, sorted));
    return sorted;
  }

  private static void addSorted(List<PackedRecord> partition, List<PackedRecord> sorted) {
    Entry[] entries = partition.stream().map(Entry::of).toArray(Entry[]::new);
    Arrays.sort(entries, Entry::compare);
    for (Entry entry : entries) {
      sorted.add(entry.record());
    }
  }
}
