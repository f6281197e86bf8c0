package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SourceRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionBucketsTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("Row").fields().requiredString("id").requiredString("day").endRecord();
  private static final KeepLatest BY_DAY =
      KeepLatest.by("id")
          .withPartition("day")
          .withBucketsOfPartitions(Map.of("monday", 1, "tuesday", 1));

  private static RecordOutcome record(String id, String day, long number) {
    GenericRecord row = new GenericRecordBuilder(SCHEMA).set("id", id).set("day", day).build();
    return SourceRecord.of(id.getBytes(UTF_8), Origin.of("raw/part", 0, number)).withValues(row);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recordsAreInTheBucketOfTheirPartitionAlsoWhereDuplicatesAreRejected(boolean rejecting) {
    List<RecordOutcome> records =
        List.of(record("a", "monday", 0), record("a", "tuesday", 1), record("b", "tuesday", 2));
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(records).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(rejecting ? BY_DAY.rejectingDuplicates() : BY_DAY))
        .satisfies(
            buckets -> {
              Map<Integer, List<String>> partitions = new TreeMap<>();
              for (Bucket bucket : buckets) {
                partitions.put(
                    bucket.number(),
                    bucket.records().stream().map(PackedRecord::partition).toList());
              }
              assertThat(
                  partitions, is(Map.of(0, List.of("monday"), 1, List.of("tuesday", "tuesday"))));
              return null;
            });
    pipeline.run();
  }
}
