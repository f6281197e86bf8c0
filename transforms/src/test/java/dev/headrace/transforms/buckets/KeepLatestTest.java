package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepLatestTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Row")
          .fields()
          .requiredString("id")
          .requiredLong("updated")
          .requiredString("text")
          .optionalString("note")
          .endRecord();

  private static final Rejection REJECTION =
      Rejection.of(
          Stage.CONFORM,
          new BadRecordException(Reason.MALFORMED, "why"),
          new byte[] {1},
          Origin.of("raw/part", 1, 0));

  private static GenericRecord row(String id, long updated, String text) {
    return new GenericRecordBuilder(SCHEMA)
        .set("id", id)
        .set("updated", updated)
        .set("text", text)
        .build();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void recordsInAreRecordsOutPlusDuplicatesWhateverTheirOrder(long seed) {
    Random random = new Random(seed);
    List<GenericRecord> rows = new ArrayList<>();
    Map<String, String> expected = new HashMap<>();
    Map<String, Long> versions = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      String id = "k" + random.nextInt(120);
      long version = random.nextInt(5);
      String text = "t" + (10 + random.nextInt(50));
      rows.add(row(id, version, text));
      long before = versions.getOrDefault(id, -1L);
      if (version > before || (version == before && text.compareTo(expected.get(id)) > 0)) {
        versions.put(id, version);
        expected.put(id, text);
      }
    }
    Collections.shuffle(rows, random);

    Pipeline pipeline = Pipeline.create();
    Tally parsed = new Tally(Account.PARSED, 500);
    List<RecordOutcome> outcomes = new ArrayList<>(List.of(parsed, REJECTION));
    for (int i = 0; i < rows.size(); i++) {
      outcomes.add(record(rows.get(i), i));
    }
    PAssert.that(
            pipeline
                .apply(Create.of(outcomes).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(KeepLatest.by("id").withVersion("updated").withBuckets(5)))
        .satisfies(
            buckets -> {
              Map<String, String> actual = new HashMap<>();
              List<Rejection> rejections = new ArrayList<>();
              Map<Account, Long> tallies = new HashMap<>();
              for (Bucket bucket : buckets) {
                String last = "";
                for (PackedRecord packed : bucket.records()) {
                  GenericRecord row = packed.read(SCHEMA);
                  String id = row.get("id").toString();
                  assertThat("sorted by key", id.compareTo(last) > 0, is(true));
                  last = id;
                  assertThat(actual.put(id, row.get("text").toString()) == null, is(true));
                }
                rejections.addAll(bucket.rejections());
                bucket.tallies().forEach(t -> tallies.merge(t.account(), t.amount(), Long::sum));
              }
              assertThat(actual, is(expected));
              assertThat(rejections, contains(REJECTION));
              assertThat(
                  tallies,
                  is(Map.of(Account.PARSED, 500L, Account.DUPLICATES, 500L - expected.size())));
              return null;
            });
    pipeline.run();
  }

  private static RecordOutcome record(GenericRecord row, long index) {
    return SourceRecord.of(new byte[0], Origin.of("raw/part", 0, index)).withValues(row);
  }

  @Test
  void withoutAKeyNothingGivesWay() {
    List<RecordOutcome> same = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      same.add(record(row("a", 1, "t"), i));
    }
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(same).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(KeepLatest.keepingAll().withBuckets(3)))
        .satisfies(
            buckets -> {
              int records = 0;
              for (Bucket bucket : buckets) {
                records += bucket.records().size();
                assertThat(bucket.tallies(), is(List.of()));
              }
              assertThat(records, is(20));
              return null;
            });
    pipeline.run();
  }

  @Test
  void recordsStandByPartitionAndThenInTheOrderAskedFor() {
    List<RecordOutcome> records =
        List.of(
            record(row("b", 9, "y"), 0),
            record(row("a", 5, "y"), 1),
            record(row("c", -3, "y"), 2),
            record(row("d", 7, "x"), 3),
            record(row("e", 7, "x"), 4));
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(records).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(
                    KeepLatest.by("id")
                        .withPartition("text")
                        .withOrder(List.of("updated"))
                        .withBuckets(1)))
        .satisfies(
            buckets -> {
              List<PackedRecord> packed = buckets.iterator().next().records();
              assertThat(
                  packed.stream().map(p -> p.read(SCHEMA).get("id").toString()).toList(),
                  contains("d", "e", "c", "a", "b"));
              assertThat(
                  packed.stream().map(PackedRecord::partition).distinct().toList(),
                  contains("x", "y"));
              assertThat(packed.get(0).isInPartitionOf(packed.get(1)), is(true));
              assertThat(packed.get(1).isInPartitionOf(packed.get(2)), is(false));
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void duplicatesThatAreRejectedKeepTheirPayloadAndOriginWhateverTheirOrder(long seed) {
    Random random = new Random(seed);
    List<RecordOutcome> outcomes = new ArrayList<>(List.of(new Tally(Account.PARSED, 400)));
    outcomes.add(REJECTION);
    Map<String, Long> latest = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      String id = "k" + random.nextInt(150);
      long version = random.nextInt(3);
      outcomes.add(sourced(row(id, version, "t"), i));
      // Records of one version are equal here, and "raw/part" is the origin of all: the last stays.
      latest.merge(id, version * 1000 + i, Math::max);
    }
    Collections.shuffle(outcomes, random);

    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(outcomes).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(
                    KeepLatest.by("id").withVersion("updated").withBuckets(5).rejectingDuplicates())
                .setCoder(Bucket.CODER))
        .satisfies(
            buckets -> {
              Map<String, Long> versions = new HashMap<>();
              List<Long> refused = new ArrayList<>();
              for (Bucket bucket : buckets) {
                bucket.records().stream()
                    .map(packed -> packed.read(SCHEMA))
                    .forEach(r -> versions.put(r.get("id").toString(), (Long) r.get("updated")));
                for (Rejection rejection : bucket.rejections()) {
                  if (!rejection.equals(REJECTION)) {
                    refused.add(rejection.origin().record());
                    assertThat(rejection, is(duplicate(rejection.origin().record())));
                  }
                }
                bucket.tallies().forEach(t -> assertThat(t.account(), is(Account.PARSED)));
              }
              assertThat(versions.keySet(), is(latest.keySet()));
              latest.forEach((id, last) -> assertThat(versions.get(id), is(last / 1000)));
              List<Long> kept = latest.values().stream().map(last -> last % 1000).toList();
              assertThat(refused.size() + kept.size(), is(400));
              assertThat(
                  "each once", refused.stream().distinct().count(), is((long) refused.size()));
              assertThat("none that stays", Collections.disjoint(refused, kept), is(true));
              return null;
            });
    pipeline.run();
  }

  private static RecordOutcome sourced(GenericRecord row, long index) {
    return SourceRecord.of(payload(index), Origin.of("raw/part", 0, index)).withValues(row);
  }

  private static byte[] payload(long index) {
    return ("as it came, " + index).getBytes(UTF_8);
  }

  private static Rejection duplicate(long index) {
    return Rejection.of(
        Stage.QUALITY,
        new BadRecordException(Reason.DUPLICATE, "A later record of the same id is kept"),
        payload(index),
        Origin.of("raw/part", 0, index));
  }

  @Test
  void theNewestTimeOfAllRecordsIsToldAndNoneOfNone() {
    expectNewest(9_000L, at(5, "a"), at(9, "b"), at(-3, "b"));
    expectNewest(-5_000L, at(-5, "a"), REJECTION);
    expectNewest(null, REJECTION);
  }

  private static final Schema TIMED =
      SchemaBuilder.record("Timed")
          .fields()
          .requiredString("id")
          .name("at")
          .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
          .noDefault()
          .endRecord();

  private static RecordOutcome at(long millis, String id) {
    return record(new GenericRecordBuilder(TIMED).set("id", id).set("at", millis).build(), 0);
  }

  private static void expectNewest(@Nullable Long newest, RecordOutcome... outcomes) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(List.of(outcomes)).withCoder(RecordOutcomeCoder.of(TIMED)))
                .apply(KeepLatest.by("id").withNewest("at").withBuckets(2)))
        .satisfies(
            buckets -> {
              Map<Account, Long> told = new HashMap<>();
              for (Bucket bucket : buckets) {
                bucket.tallies().forEach(t -> told.merge(t.account(), t.amount(), Math::max));
              }
              assertThat(told.get(Account.NEWEST), is(newest));
              return null;
            });
    pipeline.run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"updated", "missing"})
  void aFieldThatIsNoTimeHasNoNewest(String field) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> expand(KeepLatest.by("id").withNewest(field)));
    assertThat(e.getMessage(), containsString(field));
  }

  @Test
  void withoutAKeyThereAreNoDuplicatesToReject() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> KeepLatest.keepingAll().rejectingDuplicates());
    assertThat(e.getMessage(), containsString("keys must name at least one field"));
  }

  private static void expand(KeepLatest keep) {
    Pipeline.create().apply(Create.empty(RecordOutcomeCoder.of(SCHEMA))).apply(keep);
  }

  @Test
  void aKeyThatCanBeNullOrIsNotThereIsRefused() {
    for (String field : List.of("note", "nothing")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> expand(KeepLatest.by(field)));
      assertThat(e.getMessage(), containsString("but was " + field));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"updated", "note", "missing"})
  void aPartitionThatIsNoDateOrTextThatIsAlwaysThereIsRefused(String field) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> expand(KeepLatest.by("id").withPartition(field)));
    assertThat(e.getMessage(), containsString("partition must be a"));
    assertThat(e.getMessage(), containsString(field));
  }

  @Test
  void noBucketsAreRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> KeepLatest.by("id").withBuckets(0));
    assertThat(e.getMessage(), containsString("at least 1, but was 0"));
  }
}
