package dev.headrace.transforms.buckets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sorts the records of a bucket by partition, and then in the order of the file.
 *
 * <p>Of the first 16 bytes of every record, eight behind those that all have in common are sorted
 * as numbers, byte by byte from the last to the first. Only records that are equal so far are
 * compared.
 */
final class Sorting {
  private static final int VALUES_OF_A_BYTE = 256;

  private PackedRecord[] records;
  private PackedRecord[] otherRecords;
  private long[] prefixes;
  private long[] otherPrefixes;

  /** Sorts the records of one partition, of which there is at least one. */
  private Sorting(List<PackedRecord> partition) {
    records = partition.toArray(PackedRecord[]::new);
    otherRecords = new PackedRecord[records.length];
    prefixes = new long[records.length];
    otherPrefixes = new long[records.length];
    int shared = sharedBits(partition);
    for (int i = 0; i < records.length; i++) {
      prefixes[i] = prefix(records[i], shared);
    }
  }

  static List<PackedRecord> sort(Collection<PackedRecord> records) {
    Map<String, List<PackedRecord>> partitions = new HashMap<>();
    for (PackedRecord record : records) {
      partitions.computeIfAbsent(record.partition(), p -> new ArrayList<>()).add(record);
    }
    List<PackedRecord> sorted = new ArrayList<>(records.size());
    for (List<PackedRecord> partition : new TreeMap<>(partitions).values()) {
      sorted.addAll(Arrays.asList(new Sorting(partition).sorted()));
    }
    return sorted;
  }

  private PackedRecord[] sorted() {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      sortByByte(shift);
    }
    int from = 0;
    for (int to = 1; to <= records.length; to++) {
      if (to == records.length || prefixes[to] != prefixes[from]) {
        if (to - from > 1) {
          Arrays.sort(records, from, to, PackedRecord::compareInPartition);
        }
        from = to;
      }
    }
    return records;
  }

  /** How many of the first 128 bits all have in common. */
  private static int sharedBits(List<PackedRecord> records) {
    PackedRecord one = records.get(0);
    long first = 0;
    long second = 0;
    for (PackedRecord record : records) {
      first |= record.firstPrefix() ^ one.firstPrefix();
      second |= record.secondPrefix() ^ one.secondPrefix();
    }
    return first != 0
        ? Long.numberOfLeadingZeros(first)
        : Long.SIZE + Long.numberOfLeadingZeros(second);
  }

  /** Up to 64 bits behind so many; a shift by 64 would be none. */
  private static long prefix(PackedRecord record, int shared) {
    if (shared == 0) {
      return record.firstPrefix();
    }
    if (shared < Long.SIZE) {
      return (record.firstPrefix() << shared) | (record.secondPrefix() >>> (Long.SIZE - shared));
    }
    return shared < 2 * Long.SIZE ? record.secondPrefix() << (shared - Long.SIZE) : 0;
  }

  /** Keeps the order of those that have the same byte. */
  private void sortByByte(int shift) {
    int[] places = new int[VALUES_OF_A_BYTE];
    for (long prefix : prefixes) {
      places[byteOf(prefix, shift)]++;
    }
    if (places[byteOf(prefixes[0], shift)] == prefixes.length) {
      return;
    }
    int place = 0;
    for (int value = 0; value < VALUES_OF_A_BYTE; value++) {
      int count = places[value];
      places[value] = place;
      place += count;
    }
    for (int i = 0; i < prefixes.length; i++) {
      int at = places[byteOf(prefixes[i], shift)]++;
      otherRecords[at] = records[i];
      otherPrefixes[at] = prefixes[i];
    }
    swap();
  }

  private void swap() {
    PackedRecord[] sorted = otherRecords;
    otherRecords = records;
    records = sorted;
    long[] sortedPrefixes = otherPrefixes;
    otherPrefixes = prefixes;
    prefixes = sortedPrefixes;
  }

  private static int byteOf(long prefix, int shift) {
    return (int) (prefix >>> shift) & (VALUES_OF_A_BYTE - 1);
  }
}
