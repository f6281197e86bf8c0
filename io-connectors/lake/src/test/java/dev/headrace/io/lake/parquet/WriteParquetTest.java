package dev.headrace.io.lake.parquet;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.WatchedStores;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteParquetTest {
  private static final Schema TIME =
      LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
  private static final Schema DATE =
      LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
  private static final Schema SCHEMA =
      SchemaBuilder.record("Quake")
          .fields()
          .requiredString("id")
          .name("time")
          .type(TIME)
          .noDefault()
          .name("day")
          .type(DATE)
          .noDefault()
          .name("felt")
          .type()
          .optional()
          .intType()
          .optionalDouble("mag")
          .optionalFloat("gap")
          .optionalBoolean("tsunami")
          .name("sources")
          .type()
          .array()
          .items()
          .stringType()
          .noDefault()
          .endRecord();

  @TempDir private Path folder;

  private static GenericRecord quake(String id, String day) {
    return new GenericRecordBuilder(SCHEMA)
        .set("id", id)
        .set("time", 1_517_443_200_123_456L)
        .set("day", (int) LocalDate.parse(day).toEpochDay())
        .set("felt", null)
        .set("mag", 4.5)
        .set("gap", null)
        .set("tsunami", true)
        .set("sources", List.of("us", "ci"))
        .build();
  }

  private static List<GenericRecord> quakes() {
    List<GenericRecord> quakes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      quakes.add(quake("q" + i, "2018-02-0" + (1 + i % 2)));
    }
    quakes.add(quake("old", "1969-12-31"));
    return quakes;
  }

  private void write(String partitionField, int bucket, List<GenericRecord> records) {
    long expected = records.size();
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(
                    Create.of(List.of(KV.of(bucket, (Iterable<GenericRecord>) records)))
                        .withCoder(
                            KvCoder.of(VarIntCoder.of(), IterableCoder.of(AvroCoder.of(SCHEMA)))))
                .apply(
                    WriteParquet.of(
                        TestLake.paths(folder, "r1"),
                        "quakes",
                        SCHEMA,
                        partitionField,
                        new WatchedStores())))
        .satisfies(objects -> describeFiles(objects, expected));
    pipeline.run();
  }

  /** Checks that the objects are as described, and hold so many records together. */
  @SuppressWarnings("NullAway") // a checker of PAssert has nothing to return
  private static Void describeFiles(Iterable<StoredObject> objects, long expected) {
    long records = 0;
    for (StoredObject object : objects) {
      Path file = Path.of(object.uri().substring("file://".length()));
      try {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(object.bytes(), is((long) bytes.length));
        assertThat(object.sha256(), is(Sha256.of(bytes)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      records += object.records();
    }
    assertThat(records, is(expected));
    return null;
  }

  private Path file(String partition, int bucket) {
    return folder.resolve("transformed/quakes/" + partition + "/r1-" + bucket + ".parquet");
  }

  private static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    }
  }

  private static List<GenericRecord> read(Path file) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(
                new LocalInputFile(file), new PlainParquetConfiguration())
            .withDataModel(new GenericData())
            .build()) {
      for (GenericRecord record; (record = reader.read()) != null; ) {
        records.add(record);
      }
    }
    return records;
  }

  @Test
  void everyPartitionOfABucketIsAFile() throws IOException {
    write("day", 5, quakes());

    assertThat(
        TestLake.contents(folder).keySet(),
        contains(
            "transformed/quakes/day=1969-12-31/r1-5.parquet",
            "transformed/quakes/day=2018-02-01/r1-5.parquet",
            "transformed/quakes/day=2018-02-02/r1-5.parquet"));
    List<GenericRecord> rows = read(file("day=2018-02-02", 5));
    assertThat(
        rows.stream().map(row -> row.get("id").toString()).toList(),
        contains("q1", "q3", "q5", "q7", "q9", "q11"));
    assertThat(rows.get(0).get("time"), is(1_517_443_200_123_456L));
    assertThat(rows.get(0).get("sources").toString(), is("[us, ci]"));
    assertThat(rows.get(0).hasField("day"), is(false));
  }

  @Test
  void aFileHasTheDeclaredTypesWithoutThePartition() throws IOException {
    write("day", 0, quakes());

    ParquetMetadata footer = footer(file("day=2018-02-01", 0));

    assertThat(
        footer.getFileMetaData().getSchema(),
        is(
            MessageTypeParser.parseMessageType(
                """
                message Quake {
                  required binary id (STRING);
                  required int64 time (TIMESTAMP(MICROS,true));
                  optional int32 felt;
                  optional double mag;
                  optional float gap;
                  optional boolean tsunami;
                  required group sources (LIST) {
                    repeated group list {
                      required binary element (STRING);
                    }
                  }
                }
                """)));
    footer
        .getBlocks()
        .forEach(
            block ->
                block
                    .getColumns()
                    .forEach(
                        column -> assertThat(column.getCodec(), is(CompressionCodecName.SNAPPY))));
  }

  @Test
  void aDateThatIsNoPartitionIsADate() throws IOException {
    write("id", 0, quakes().subList(0, 1));

    assertThat(
        footer(file("id=q0", 0)).getFileMetaData().getSchema().getType("day"),
        is(
            Types.required(PrimitiveTypeName.INT32)
                .as(LogicalTypeAnnotation.dateType())
                .named("day")));
  }

  @Test
  void theSameRecordsGiveTheSameBytes() {
    write("day", 0, quakes());
    Map<String, String> first = TestLake.contents(folder);

    write("day", 0, quakes());

    assertThat(first, is(aMapWithSize(3)));
    assertThat(TestLake.contents(folder), is(first));
  }

  @Test
  void aTextIsPercentEncodedInThePath() {
    List<GenericRecord> records =
        Stream.of("a/b", "..", "a b+c", "100%", "a=b&ğ", "")
            .map(id -> quake(id, "2018-02-01"))
            .toList();

    write("id", 0, records);

    String name = "/r1-0.parquet";
    assertThat(
        TestLake.contents(folder.resolve("transformed/quakes")).keySet(),
        contains(
            "id=.." + name,
            "id=" + name,
            "id=100%25" + name,
            "id=a%20b%2Bc" + name,
            "id=a%2Fb" + name,
            "id=a%3Db%26%C4%9F" + name));
  }

  @Test
  void anEmptyBucketIsNoFile() {
    write("day", 0, List.of());

    assertThat(TestLake.contents(folder), is(anEmptyMap()));
  }

  @Test
  void theWorkerKeepsNoFile() {
    write("day", 0, quakes());

    assertThat(WatchedStores.openStores(), is(0));
    assertThat(WatchedStores.filesFor(folder), hasSize(3));
    for (Path file : WatchedStores.filesFor(folder)) {
      assertThat(Files.exists(file), is(false));
      assertThat(Files.exists(file.resolveSibling("")), is(false));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"felt", "mag", "time", "sources", "missing"})
  void aPartitionThatIsNoDateOrTextIsRefused(String field) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                WriteParquet.of(
                    TestLake.paths(folder, "r1"), "quakes", SCHEMA, field, ObjectStores.FACTORY));

    assertThat(e.getMessage(), containsString("but was " + field));
  }
}
