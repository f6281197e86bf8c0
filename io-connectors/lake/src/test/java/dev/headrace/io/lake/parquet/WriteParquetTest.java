package dev.headrace.io.lake.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.Maps;
import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.WatchedStores;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
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

  private void write(String partition, List<GenericRecord> records) {
    write(files().withPartition(partition), partition, records);
  }

  private DatasetFiles files() {
    return DatasetFiles.of(TestLake.paths(folder, "r1"), "quakes", SCHEMA);
  }

  private void write(DatasetFiles files, String partition, List<GenericRecord> records) {
    long expected = records.size();
    List<RecordOutcome> outcomes = new ArrayList<>();
    for (GenericRecord record : records) {
      Origin origin = Origin.of("raw", 0, outcomes.size());
      outcomes.add(SourceRecord.of(new byte[0], origin).withValues(record));
    }
    outcomes.add(
        Rejection.of(
            Stage.QUALITY,
            new BadRecordException(Reason.RULE, "why"),
            "x".getBytes(UTF_8),
            Origin.of("raw", 1, 0)));
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(Create.of(outcomes).withCoder(RecordOutcomeCoder.of(SCHEMA)))
                .apply(KeepLatest.keepingAll().withPartition(partition).withBuckets(1))
                .apply(
                    WriteParquet.of(
                        TestLake.paths(folder, "r1"), files, "2026-11-23", new WatchedStores())))
        .satisfies(entries -> describeFiles(entries, expected));
    pipeline.run();
  }

  /** Checks that the objects are as described, and hold so many records together. */
  @SuppressWarnings("NullAway") // a checker of PAssert has nothing to return
  private static Void describeFiles(Iterable<LedgerEntry> entries, long expected) {
    Map<Account, Long> sums = new EnumMap<>(Account.class);
    for (LedgerEntry entry : entries) {
      StoredObject object = Objects.requireNonNull(entry.object());
      Path file = Path.of(object.uri().substring("file://".length()));
      try {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(object.bytes(), is((long) bytes.length));
        assertThat(object.sha256(), is(Sha256.of(bytes)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      sums.merge(entry.account(), object.records(), Long::sum);
    }
    assertThat(sums.getOrDefault(Account.WRITTEN, 0L), is(expected));
    assertThat(sums.get(Account.DEAD), is(1L));
    return null;
  }

  private Map<String, String> lake() {
    return new TreeMap<>(
        Maps.filterKeys(TestLake.contents(folder), name -> name.startsWith("transformed/")));
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
    write("day", quakes());

    assertThat(
        lake().keySet(),
        contains(
            "transformed/quakes/day=1969-12-31/r1-0.parquet",
            "transformed/quakes/day=2018-02-01/r1-0.parquet",
            "transformed/quakes/day=2018-02-02/r1-0.parquet"));
    List<GenericRecord> rows = read(file("day=2018-02-02", 0));
    assertThat(
        rows.stream().map(row -> row.get("id").toString()).toList(),
        contains("q1", "q3", "q5", "q7", "q9", "q11"));
    assertThat(rows.get(0).get("time"), is(1_517_443_200_123_456L));
    assertThat(rows.get(0).get("sources").toString(), is("[us, ci]"));
    assertThat(rows.get(0).hasField("day"), is(false));
  }

  @Test
  void aFileHasTheDeclaredTypesWithoutThePartition() throws IOException {
    write("day", quakes());

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
    write("id", quakes().subList(0, 1));

    assertThat(
        footer(file("id=q0", 0)).getFileMetaData().getSchema().getType("day"),
        is(
            Types.required(PrimitiveTypeName.INT32)
                .as(LogicalTypeAnnotation.dateType())
                .named("day")));
  }

  @Test
  void theSameRecordsGiveTheSameBytes() {
    write("day", quakes());
    Map<String, String> first = lake();

    write("day", quakes());

    assertThat(first, is(aMapWithSize(3)));
    assertThat(lake(), is(first));
  }

  @Test
  void aTextIsPercentEncodedInThePath() {
    List<GenericRecord> records =
        Stream.of("a/b", "..", "a b+c", "100%", "a=b&ğ")
            .map(id -> quake(id, "2018-02-01"))
            .toList();

    write("id", records);

    String name = "/r1-0.parquet";
    assertThat(
        TestLake.contents(folder.resolve("transformed/quakes")).keySet(),
        contains(
            "id=.." + name,
            "id=100%25" + name,
            "id=a%20b%2Bc" + name,
            "id=a%2Fb" + name,
            "id=a%3Db%26%C4%9F" + name));
  }

  @Test
  void aBucketOfRejectionsAloneIsDeadLettersAndNoFile() {
    write("day", List.of());

    assertThat(lake(), is(anEmptyMap()));
    assertThat(TestLake.contents(folder.resolve("dead-letter")), is(aMapWithSize(1)));
  }

  @Test
  void aFileThatIsLargeEnoughIsFollowedByAnother() throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      records.add(quake("q" + i, "2018-02-01"));
    }

    write(files().withPartition("day").withTargetBytes(1), "day", records);

    assertThat(
        lake().keySet(),
        contains(
            "transformed/quakes/day=2018-02-01/r1-0.1.parquet",
            "transformed/quakes/day=2018-02-01/r1-0.2.parquet",
            "transformed/quakes/day=2018-02-01/r1-0.parquet"));
  }

  @Test
  void runsWhoseIdsStartAlikeHaveFilesOfTheirOwn() throws IOException {
    List<RecordOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      Origin origin = Origin.of("raw", 0, i);
      outcomes.add(SourceRecord.of(new byte[0], origin).withValues(quake("q" + i, "2018-02-01")));
    }

    write("r1", 1, outcomes);
    Map<String, String> first = lake();
    write("r1-0", 3, outcomes);

    assertThat(first, is(aMapWithSize(3)));
    Map<String, String> both = lake();
    assertThat(both, is(aMapWithSize(6)));
    both.keySet().retainAll(first.keySet());
    assertThat(both.equals(first), is(true));
  }

  /** With an end to a file wherever it is looked for. */
  private void write(String runId, int buckets, List<RecordOutcome> outcomes) {
    RunPaths paths = TestLake.paths(folder, runId);
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(outcomes).withCoder(RecordOutcomeCoder.of(SCHEMA)))
        .apply(KeepLatest.by("id").withBuckets(buckets))
        .apply(
            WriteParquet.of(
                paths,
                DatasetFiles.of(paths, "quakes", SCHEMA).withTargetBytes(1),
                "2026-11-23",
                ObjectStores.FACTORY));
    pipeline.run();
  }

  @Test
  void decimalsTakeTheFewestBytesThatHoldThem() throws IOException {
    Schema decimal = LogicalTypes.decimal(7, 2).addToSchema(Schema.create(Schema.Type.BYTES));
    Schema schema =
        SchemaBuilder.record("Price")
            .fields()
            .requiredString("id")
            .name("amount")
            .type(Schema.createUnion(Schema.create(Schema.Type.NULL), decimal))
            .withDefault(null)
            .endRecord();
    List<RecordOutcome> outcomes = new ArrayList<>();
    for (String amount : List.of("-99999.99", "-0.01", "0.00", "1.28", "99999.99")) {
      byte[] unscaled = new BigDecimal(amount).unscaledValue().toByteArray();
      GenericRecord record =
          new GenericRecordBuilder(schema)
              .set("id", amount)
              .set("amount", ByteBuffer.wrap(unscaled))
              .build();
      Origin origin = Origin.of("raw", 0, outcomes.size());
      outcomes.add(SourceRecord.of(new byte[0], origin).withValues(record));
    }
    RunPaths paths = TestLake.paths(folder, "r1");
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(outcomes).withCoder(RecordOutcomeCoder.of(schema)))
        .apply(KeepLatest.keepingAll().withBuckets(1))
        .apply(
            WriteParquet.of(
                paths,
                DatasetFiles.of(paths, "prices", schema),
                "2026-11-23",
                ObjectStores.FACTORY));
    pipeline.run();

    Path file = folder.resolve("transformed/prices/r1-0.parquet");
    assertThat(
        footer(file).getFileMetaData().getSchema().getType("amount"),
        is(
            Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(4)
                .as(LogicalTypeAnnotation.decimalType(2, 7))
                .named("amount")));
    for (GenericRecord row : read(file)) {
      byte[] unscaled = bytes(Objects.requireNonNull(row.get("amount")));
      assertThat(
          new BigDecimal(new BigInteger(unscaled), 2).toString(), is(row.get("id").toString()));
    }
  }

  private static byte[] bytes(Object value) {
    return value instanceof GenericFixed fixed ? fixed.bytes() : ((ByteBuffer) value).array();
  }

  @Test
  void theWorkerKeepsNoFile() {
    write("day", quakes());

    assertThat(WatchedStores.openStores(), is(0));
    assertThat(WatchedStores.filesFor(folder), hasSize(4));
    for (Path file : WatchedStores.filesFor(folder)) {
      assertThat(Files.exists(file), is(false));
      assertThat(
          file.toString().endsWith(".parquet") && Files.exists(file.resolveSibling("")), is(false));
    }
  }
}
