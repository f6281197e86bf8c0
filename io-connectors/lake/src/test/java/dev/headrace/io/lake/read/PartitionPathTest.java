package dev.headrace.io.lake.read;

import static java.util.Objects.requireNonNull;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.Iterables;
import dev.headrace.transforms.buckets.Bucket;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.buckets.PackedRecord;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SourceRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;

class PartitionPathTest {
  private static final Schema DATE =
      LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));

  private static PartitionPath path(String value) {
    return requireNonNull(PartitionPath.of("s3://lake/quakes/v=" + value + "/r1-0.parquet"));
  }

  @Test
  void aTextOfWhateverCharactersIsReadBackFromItsPath() {
    List<String> texts =
        List.of("+", "%", "/", "=", " ", "a b+c", "%2F", "a=b/c", "..", "*-_.", "ü", "日本", "😀");
    Schema schema = SchemaBuilder.record("Row").fields().requiredString("v").endRecord();
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(records(schema, texts)).withCoder(RecordOutcomeCoder.of(schema)))
                .apply(KeepLatest.by("v").withPartition("v").withBuckets(1)))
        .satisfies(
            buckets -> {
              List<PackedRecord> records = Iterables.<Bucket>getOnlyElement(buckets).records();
              assertThat(records.size(), is(texts.size()));
              records.forEach(record -> requireReadBack(record, schema));
              return null;
            });
    pipeline.run();
  }

  private static List<RecordOutcome> records(Schema schema, List<?> values) {
    List<RecordOutcome> records = new ArrayList<>();
    for (Object value : values) {
      GenericRecord row = new GenericRecordBuilder(schema).set("v", value).build();
      records.add(SourceRecord.of(new byte[0], Origin.of("part", 0, 0)).withValues(row));
    }
    return records;
  }

  private static void requireReadBack(PackedRecord record, Schema schema) {
    Schema type = schema.getField("v").schema();
    assertThat(path(record.partition()).valueAs(type), is(record.read(schema).get("v")));
  }

  @Test
  void aDateOfAnyYearIsReadBackFromItsPath() {
    List<LocalDate> dates =
        List.of(
            LocalDate.of(2018, 2, 7),
            LocalDate.of(1, 1, 1),
            LocalDate.of(55_000, 1, 1),
            LocalDate.of(-4713, 12, 31));
    dates.forEach(
        date -> assertThat(path(date.toString()).valueAs(DATE), is((int) date.toEpochDay())));
  }
}
