package dev.headrace.transforms.records;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
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
      String text = "t" + random.nextInt(50);
      rows.add(row(id, version, text));
      long before = versions.getOrDefault(id, -1L);
      if (version > before || (version == before && text.compareTo(expected.get(id)) > 0)) {
        versions.put(id, version);
        expected.put(id, text);
      }
    }
    Collections.shuffle(rows, random);

    Pipeline pipeline = Pipeline.create();
    PCollectionTuple kept =
        pipeline
            .apply(Create.of(rows).withCoder(AvroCoder.of(SCHEMA)))
            .apply(KeepLatest.by(SCHEMA, "id", "updated").withBuckets(5));
    PAssert.that(kept.get(KeepLatest.BUCKETS))
        .satisfies(
            buckets -> {
              Map<String, String> actual = new HashMap<>();
              for (KV<Integer, Iterable<GenericRecord>> bucket : buckets) {
                String last = "";
                for (GenericRecord row : bucket.getValue()) {
                  String id = row.get("id").toString();
                  assertThat("sorted by key", id.compareTo(last) > 0, is(true));
                  last = id;
                  assertThat(actual.put(id, row.get("text").toString()) == null, is(true));
                }
              }
              assertThat(actual, is(expected));
              return null;
            });
    PAssert.thatSingleton(kept.get(KeepLatest.DUPLICATES).apply(Sum.longsGlobally()))
        .isEqualTo(500L - expected.size());
    pipeline.run();
  }

  @Test
  void aKeyThatCanBeNullOrIsNotThereIsRefused() {
    for (String field : List.of("note", "nothing")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> KeepLatest.by(SCHEMA, field, "updated"));
      assertThat(e.getMessage(), containsString("but was " + field));
    }
  }

  @Test
  void noBucketsAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> KeepLatest.by(SCHEMA, "id", "updated").withBuckets(0));
    assertThat(e.getMessage(), containsString("at least 1, but was 0"));
  }
}
