package dev.headrace.transforms.buckets;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Row")
          .fields()
          .requiredString("id")
          .requiredString("net")
          .name("day")
          .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
          .noDefault()
          .endRecord();
  private static final LocalDate DAY = LocalDate.of(2018, 2, 7);
  private static final KeepLatest BY_NET = KeepLatest.by("id").withPartition("net").withBuckets(1);
  private static final KeepLatest BY_DAY = KeepLatest.by("id").withPartition("day").withBuckets(1);

  private static SourceRecord row(int id, String net, LocalDate day) {
    return SourceRecord.of(new byte[] {(byte) id}, Origin.of("raw/part", 0, id))
        .withValues(
            new GenericRecordBuilder(SCHEMA)
                .set("id", "k" + id)
                .set("net", net)
                .set("day", (int) day.toEpochDay())
                .build());
  }

  private static List<byte[]> blocks(KeepLatest keep, List<? extends RecordOutcome> outcomes) {
    Packer.Bundle bundle = keep.packer(SCHEMA).start();
    List<KV<Integer, byte[]>> blocks = new ArrayList<>();
    outcomes.forEach(outcome -> bundle.add(outcome, blocks::add));
    bundle.finish(blocks::add);
    return blocks.stream().map(KV::getValue).toList();
  }

  private static Bucket bucket(KeepLatest keep, List<? extends RecordOutcome> outcomes)
      throws IOException {
    Bucketful bucketful = new Bucketful(List.of("id"));
    for (byte[] block : blocks(keep, outcomes)) {
      bucketful.add(block);
    }
    return bucketful.toBucket(0);
  }

  private static List<String> partitions(Bucket bucket) {
    return bucket.records().stream().map(PackedRecord::partition).toList();
  }

  private static Rejection refused(SourceRecord record, String detail) {
    return Rejection.of(
        Stage.CONFORM,
        new BadRecordException(Reason.OUT_OF_RANGE, detail),
        record.payload(),
        record.origin());
  }

  @Test
  void howeverMuchIsCountedABundleHasOneTallyOfAnAccount() throws IOException {
    List<Tally> counted =
        new ArrayList<>(Collections.nCopies(100_000, new Tally(Account.DISCARDED_VALUES, 1)));
    counted.add(new Tally(Account.NEWEST, 9));
    counted.add(new Tally(Account.NEWEST, 7));
    List<Tally> packed = new ArrayList<>();

    for (byte[] block : blocks(KeepLatest.by("id"), counted)) {
      Blocks.read(block, (bytes, from, to) -> packed.add(tally(bytes, from, to)));
    }

    assertThat(
        packed,
        containsInAnyOrder(
            new Tally(Account.DISCARDED_VALUES, 100_000), new Tally(Account.NEWEST, 9)));
  }

  private static Tally tally(byte[] bytes, int from, int to) throws IOException {
    return Tally.CODER.decode(new ByteArrayInputStream(bytes, from + 1, to - from - 1));
  }

  @Test
  void aRecordThatCanBeInNoPartitionIsRefusedAndThoseAroundItAreNot() throws IOException {
    SourceRecord empty = row(1, "", DAY);
    SourceRecord tooLong = row(2, "x".repeat(513), DAY);
    SourceRecord tooLongInAPath = row(3, "ü".repeat(86), DAY);
    Bucket texts =
        bucket(
            BY_NET,
            List.of(
                row(4, "us", DAY),
                empty,
                tooLong,
                row(5, "x".repeat(512), DAY),
                tooLongInAPath,
                row(6, "us", DAY)));

    assertThat(partitions(texts), containsInAnyOrder("us", "us", "x".repeat(512)));
    String tooMany =
        "net is a text that takes more than 512 bytes in a path, for which there is no partition";
    assertThat(
        texts.rejections(),
        containsInAnyOrder(
            refused(empty, "net is an empty text, for which there is no partition"),
            refused(tooLong, tooMany),
            refused(tooLongInAPath, tooMany)));
  }

  @Test
  void aDateOutsideOfFourDigitsIsRefusedAndIsNotTheNewest() throws IOException {
    SourceRecord tooLate = row(1, "us", LocalDate.of(55000, 1, 1));
    SourceRecord tooEarly = row(2, "us", LocalDate.of(0, 12, 31));
    Bucket days =
        bucket(
            BY_DAY.withNewest("day"),
            List.of(
                row(3, "us", LocalDate.of(1, 1, 1)),
                tooLate,
                tooEarly,
                row(4, "us", LocalDate.of(9999, 12, 31))));

    assertThat(partitions(days), is(List.of("0001-01-01", "9999-12-31")));
    String detail = "day is a date outside of the years 1 to 9999, for which there is no partition";
    assertThat(
        days.rejections(), containsInAnyOrder(refused(tooLate, detail), refused(tooEarly, detail)));
    long lastDay = LocalDate.of(9999, 12, 31).toEpochDay();
    assertThat(days.tallies(), is(List.of(new Tally(Account.NEWEST, lastDay * 86_400_000_000L))));
  }

  @Test
  void aRecordThatCanBeInNoPartitionIsRefusedWhereDuplicatesAreToo() throws IOException {
    SourceRecord empty = row(1, "", DAY);

    Bucket bucket = bucket(BY_NET.rejectingDuplicates(), List.of(row(1, "us", DAY), empty));

    assertThat(partitions(bucket), is(List.of("us")));
    assertThat(
        bucket.rejections(),
        is(List.of(refused(empty, "net is an empty text, for which there is no partition"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+55000-01-01"})
  void aPartitionThatIsThereKeepsItsRecordsWhateverItsName(String name) throws IOException {
    KeepLatest keep = name.isEmpty() ? BY_NET : BY_DAY;

    Bucket bucket =
        bucket(
            keep.withBucketsOfPartitions(Map.of(name, 1)),
            List.of(row(1, "", LocalDate.of(55000, 1, 1))));

    assertThat(partitions(bucket), is(List.of(name)));
    assertThat(bucket.rejections(), is(empty()));
  }

  @Test
  void ofManyRecordsEachIsEitherPackedOrRefused() throws IOException {
    List<SourceRecord> records = new ArrayList<>();
    for (int id = 0; id < 30_000; id++) {
      records.add(row(id, "ü".repeat(id % 100), DAY));
    }

    Bucket bucket = bucket(BY_NET, records);

    assertThat(bucket.rejections().size(), is(30_000 / 100 * 15));
    assertThat(bucket.records().size() + bucket.rejections().size(), is(30_000));
    assertThat(bucket.tallies(), is(empty()));
  }
}
