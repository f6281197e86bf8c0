package dev.headrace.transforms.buckets;

import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What comes into one bucket, while it comes. */
final class Bucketful {
  private final Map<PackedRecord, PackedRecord> latest = new HashMap<>();
  private final Map<PackedRecord, SourcedRecord> sourced = new HashMap<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<Account, Long> tallies = new EnumMap<>(Account.class);
  private final List<String> keys;
  private long duplicates;

  Bucketful(List<String> keys) {
    this.keys = keys;
  }

  void add(byte[] packed) throws IOException {
    switch (packed[0]) {
      case Packing.RECORD -> add(new PackedRecord(packed));
      case Packing.REJECTION -> rejections.add(Rejection.CODER.decode(content(packed)));
      case Packing.TALLY -> add(Tally.CODER.decode(content(packed)));
      case Packing.SOURCED -> add(SourcedRecord.unpack(packed));
      default -> throw new IOException("Nothing that was packed starts with " + packed[0]);
    }
  }

  private static ByteArrayInputStream content(byte[] packed) {
    return new ByteArrayInputStream(packed, 1, packed.length - 1);
  }

  private void add(PackedRecord record) {
    PackedRecord other = latest.putIfAbsent(record, record);
    if (other == null) {
      return;
    }
    duplicates++;
    if (record.isLaterThan(other)) {
      latest.remove(other);
      latest.put(record, record);
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

  private void add(Tally tally) {
    tallies.merge(tally.account(), tally.amount(), tally.account()::merge);
  }

  Bucket toBucket(int number) {
    if (duplicates > 0) {
      add(new Tally(Account.DUPLICATES, duplicates));
    }
    Map<PackedRecord, ?> kept = sourced.isEmpty() ? latest : sourced;
    PackedRecord[] records = kept.keySet().toArray(PackedRecord[]::new);
    kept.clear();
    Arrays.sort(records, PackedRecord::compare);
    rejections.sort(
        Comparator.comparing((Rejection rejection) -> rejection.origin().object())
            .thenComparing(rejection -> rejection.origin().line())
            .thenComparing(rejection -> rejection.origin().record())
            .thenComparing(Rejection::stage));
    List<Tally> sums =
        tallies.entrySet().stream().map(sum -> new Tally(sum.getKey(), sum.getValue())).toList();
    return Bucket.of(number, Arrays.asList(records), List.copyOf(rejections), sums);
  }
}
