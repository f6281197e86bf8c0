package dev.headrace.transforms.buckets;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.SourceRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortingTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Row")
          .fields()
          .requiredString("id")
          .requiredString("group")
          .requiredInt("rank")
          .endRecord();

  private static PackedRecord record(String id, String group, int rank, List<String> order)
      throws Exception {
    BucketLayout layout = BucketLayout.of(SCHEMA, List.of("id"), null, "group", order, false);
    OrderedBytes packed =
        new Packing(layout, PartitionValue::limited)
            .pack(
                SourceRecord.of(new byte[0], Origin.of("part", 0, 0))
                    .withValues(
                        new GenericRecordBuilder(SCHEMA)
                            .set("id", new Utf8(id))
                            .set("group", new Utf8(group))
                            .set("rank", rank)
                            .build()));
    return new PackedRecord(packed.toByteArray(), 0, packed.size());
  }

  private static List<String> ids(List<PackedRecord> records) {
    return records.stream().map(record -> record.read(SCHEMA).get("id").toString()).toList();
  }

  @ParameterizedTest
  @CsvSource({"'', 3", "2001-01-, 5", "sixteen bytes or more in common/, 4", "0123456789abcdef, 0"})
  void whateverKeysHaveInCommonTheyComeInTheOrderOfTheirBytes(String shared, int most)
      throws Exception {
    Random random = new Random(most);
    List<String> expected = new ArrayList<>();
    List<PackedRecord> records = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      StringBuilder id = new StringBuilder(shared);
      for (int length = random.nextInt(most + 1); length > 0; length--) {
        id.append((char) ('a' + random.nextInt(4)));
      }
      expected.add(id.toString());
      records.add(record(id.toString(), "one", 0, List.of()));
    }
    expected.sort(Comparator.naturalOrder());

    assertThat(ids(Sorting.sort(records)), is(expected));
  }

  @Test
  void partitionsComeFirstAndTheOrderAskedForBeforeTheKey() throws Exception {
    List<String> byRank = List.of("rank");
    List<PackedRecord> records =
        List.of(
            record("c", "two", 1, byRank),
            record("b", "one", 7, byRank),
            record("d", "one", -3, byRank),
            record("a", "one", 7, byRank));

    assertThat(ids(Sorting.sort(records)), contains("d", "a", "b", "c"));
  }

  @Test
  void bytesAreComparedWithoutASign() throws Exception {
    List<PackedRecord> records =
        List.of(
            record("é", "one", 0, List.of()),
            record("z", "one", 0, List.of()),
            record("", "one", 0, List.of()));

    assertThat(ids(Sorting.sort(records)), contains("", "z", "é"));
  }

  @Test
  void nothingIsSortedToNothing() {
    assertThat(Sorting.sort(List.of()), is(empty()));
  }
}
