package dev.headrace.transforms.buckets;

import java.util.Arrays;
import java.util.List;

/**
 * Records, of every key one. A map of the JDK has an object for every entry, which takes more time
 * to find than the record itself; this has eight bytes in one array. For use by one thread.
 */
final class RecordTable {
  private static final int FIRST_SLOTS = 1 << 10;

  private PackedRecord[] records = new PackedRecord[FIRST_SLOTS / 2];
  private int size;

  /** The key's hash and, below it, the record's place counted from 1; 0 is free. */
  private long[] slots = new long[FIRST_SLOTS];

  /**
   * Adds a record; of two with one key the later stays.
   *
   * @return false if there was one with its key
   */
  boolean add(PackedRecord record) {
    int slot = slotOf(record);
    if (slots[slot] != 0) {
      int place = placeAt(slot);
      if (record.isLaterThan(records[place])) {
        records[place] = record;
      }
      return false;
    }
    if (size == records.length) {
      grow();
      slot = slotOf(record);
    }
    records[size++] = record;
    slots[slot] = entry(record, size);
    return true;
  }

  /** Where the record of the same key is, or else where it belongs. */
  private int slotOf(PackedRecord record) {
    int hash = record.hashCode();
    int slot = first(hash);
    while (slots[slot] != 0) {
      if ((int) (slots[slot] >>> Integer.SIZE) == hash && records[placeAt(slot)].equals(record)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  /** A bucket's hashes have their first bits in common, so it goes by the last. */
  private int first(int hash) {
    return hash & (slots.length - 1);
  }

  private int placeAt(int slot) {
    return (int) slots[slot] - 1;
  }

  private static long entry(PackedRecord record, int placeFrom1) {
    return ((long) record.hashCode() << Integer.SIZE) | placeFrom1;
  }

  /** Half of the slots stay free, so that what is looked for is near. */
  private void grow() {
    records = Arrays.copyOf(records, records.length * 2);
    slots = new long[records.length * 2];
    for (int place = 0; place < size; place++) {
      int slot = first(records[place].hashCode());
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = entry(records[place], place + 1);
    }
  }

  /** The records, which are the table's own. */
  List<PackedRecord> records() {
    return Arrays.asList(records).subList(0, size);
  }
}
