package dev.headrace.transforms.buckets;

import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What comes into one bucket, while it comes. */
final class Bucketful {
  private RecordTable latest = new RecordTable();
  private final Map<PackedRecord, SourcedRecord> sourced = new HashMap<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final TallySums tallies = new TallySums();
  private final PartitionNames names = new PartitionNames();
  private final List<String> keys;
  private long duplicates;

  Bucketful(List<String> keys) {
    this.keys = keys;
  }

  void add(byte[] block) throws IOException {
    Blocks.read(block, this::add);
  }

  private void add(byte[] bytes, int from, int to) throws IOException {
    switch (bytes[from]) {
      case Packing.RECORD -> add(new PackedRecord(bytes, from, to, names));
      case Packing.REJECTION -> rejections.add(Rejection.CODER.decode(content(bytes, from, to)));
      case Packing.TALLY -> tallies.add(Tally.CODER.decode(content(bytes, from, to)));
      case Packing.SOURCED -> add(SourcedRecord.unpack(Arrays.copyOfRange(bytes, from, to)));
      default -> throw new IOException("Nothing that was packed starts with " + bytes[from]);
    }
  }

  private static ByteArrayInputStream content(byte[] bytes, int from, int to) {
    return new ByteArrayInputStream(bytes, from + 1, to - from - 1);
  }

  private void add(PackedRecord record) {
    if (!latest.add(record)) {
      duplicates++;
    }
  }

  private void add(SourcedRecord sourcedRecord) throws IOException {
    PackedRecord record = sourcedRecord.record();
    SourcedRecord other = sourced.putIfAbsent(record, sourcedRecord);
    if (other == null) {
      return;
    }
    if (sourcedRecord.isLaterThan(other)) {
      sourced.remove(record);
      sourced.put(record, sourcedRecord);
      rejections.add(other.toRejection(keys));
    } else {
      rejections.add(sourcedRecord.toRejection(keys));
    }
  }

  Bucket toBucket(int number) {
    if (duplicates > 0) {
      tallies.add(new Tally(Account.DUPLICATES, duplicates));
    }
    List<PackedRecord> records =
        Sorting.sort(sourced.isEmpty() ? latest.records() : sourced.keySet());
    latest = new RecordTable();
    sourced.clear();
    rejections.sort(
        Comparator.comparing((Rejection rejection) -> rejection.origin().object())
            .thenComparing(rejection -> rejection.origin().line())
            .thenComparing(rejection -> rejection.origin().record())
            .thenComparing(Rejection::stage));
    return Bucket.of(number, records, List.copyOf(rejections), tallies.toList());
  }
}
