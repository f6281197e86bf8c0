package dev.headrace.io.lake.read;

import static dev.headrace.io.lake.WrittenDataset.requireRecords;
import static dev.headrace.io.lake.WrittenDataset.requireRows;
import static dev.headrace.io.lake.WrittenDataset.row;
import static dev.headrace.io.lake.read.Schemas.NEW;
import static dev.headrace.io.lake.read.Schemas.OLD;
import static dev.headrace.io.lake.read.Schemas.day;
import static dev.headrace.io.lake.read.Schemas.decimal;
import static dev.headrace.io.lake.read.Schemas.parse;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.WatchedStores;
import dev.headrace.io.lake.WrittenDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeIOTest {
  private static final long TIME = 1_517_443_200_123_456L;
  private static final String[] ID = {"id"};

  @TempDir private Path folder;

  private WrittenDataset dataset() {
    return new WrittenDataset(folder);
  }

  private static GenericRecord old(String id, String date) {
    return row(
        OLD,
        "id",
        id,
        "day",
        day(date),
        "time",
        TIME,
        "felt",
        7,
        "gap",
        0.5f,
        "price",
        decimal("-1.25"),
        "counts",
        List.of(1, 2));
  }

  private static GenericRecord latest(String id, String date) {
    return row(
        NEW,
        "id",
        id,
        "place",
        "Izmir",
        "day",
        day(date),
        "felt",
        1L << 40,
        "gap",
        0.1,
        "price",
        decimal("1234567890.12"),
        "counts",
        Arrays.asList(1L << 40, null));
  }

  private WrittenDataset twoRuns() {
    WrittenDataset dataset = dataset();
    dataset.write("r1", "2026-11-01T00:00:00Z", old("a", "2018-02-01"), old("b", "2018-02-02"));
    dataset.write("r2", "2026-11-02T00:00:00Z", latest("c", "2018-02-02"));
    return dataset;
  }

  private static String failure(LakeIO.Read read) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(read);
    return String.valueOf(
        assertThrows(PipelineExecutionException.class, pipeline::run).getMessage());
  }

  @Test
  void oldFilesAndNewAreReadInTheNewSchema() {
    GenericRecord widened =
        row(
            NEW,
            "id",
            "a",
            "day",
            day("2018-02-01"),
            "time",
            TIME,
            "felt",
            7L,
            "gap",
            0.5,
            "price",
            decimal("-1.25"),
            "counts",
            List.of(1L, 2L));
    GenericRecord other = row(NEW, "id", "b", "day", day("2018-02-02"), "counts", List.of());
    for (String same : List.of("time", "felt", "gap", "price", "counts")) {
      other.put(same, widened.get(same));
    }

    requireRecords(twoRuns().read(NEW), NEW, widened, other, latest("c", "2018-02-02"));
  }

  @Test
  void onlyTheColumnsAskedForAreReadInTheirOrder() {
    requireRows(
        twoRuns().read(NEW).withColumns("place", "felt", "id"),
        "{\"place\": null, \"felt\": 7, \"id\": \"a\"}",
        "{\"place\": null, \"felt\": 7, \"id\": \"b\"}",
        "{\"place\": \"Izmir\", \"felt\": 1099511627776, \"id\": \"c\"}");
  }

  @Test
  void thePartitionAloneIsReadOffThePathForEveryRow() {
    Schema text = parse("{\"name\": \"day\", \"type\": \"string\"}");

    requireRows(
        twoRuns().read(text),
        "{\"day\": \"2018-02-01\"}",
        "{\"day\": \"2018-02-02\"}",
        "{\"day\": \"2018-02-02\"}");
  }

  @Test
  void partitionsAreChosenByValueAndByPredicate() {
    LakeIO.Read ids = twoRuns().read(NEW).withColumns(ID);

    requireRows(ids.withPartitions("2018-02-01"), "{\"id\": \"a\"}");
    requireRows(
        ids.withPartitions(day -> day.compareTo("2018-02-01") > 0),
        "{\"id\": \"b\"}",
        "{\"id\": \"c\"}");
  }

  @Test
  void partitionsAreNotChosenByAValueWhereFilesArePartedByAnotherFieldToo() {
    WrittenDataset dataset = twoRuns();
    dataset.partedBy("id").write("r3", "2026-11-03T00:00:00Z", latest("d", "2018-02-02"));
    LakeIO.Read ids = dataset.read(NEW).withColumns(ID);

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Pipeline.create().apply(ids.withPartitions("2018-02-02")));

    assertThat(e.getMessage(), containsString("files are parted by day and by id; read all rows"));
    requireRows(ids.withPartitions("d").withRuns(Runs.one("r3")), "{\"id\": \"d\"}");
  }

  @Test
  void aTextPartitionIsDecodedFromThePath() {
    Schema schema =
        parse(
            "{\"name\": \"id\", \"type\": \"string\"}, {\"name\": \"day\", \"type\": \"string\"}");
    dataset().write("r1", "2026-11-01T00:00:00Z", row(schema, "id", "a", "day", "a/b +%ğ="));

    requireRows(
        dataset().read(schema).withPartitions("a/b +%ğ="),
        "{\"id\": \"a\", \"day\": \"a/b +%ğ=\"}");
  }

  @Test
  void runsAreChosenByIdAndByTheTimeOfTheirCommit() {
    LakeIO.Read ids = twoRuns().read(NEW).withColumns(ID);

    requireRows(ids.withRuns(Runs.one("r1")), "{\"id\": \"a\"}", "{\"id\": \"b\"}");
    requireRows(ids.withRuns(Runs.since(Instant.parse("2026-11-02T00:00:00Z"))), "{\"id\": \"c\"}");
    requireRows(ids.withRuns(Runs.since(Instant.parse("2026-11-03T00:00:00Z"))));
  }

  @Test
  void whatIsCommittedAfterTheReadWasAppliedIsNotRead() {
    WrittenDataset dataset = twoRuns();
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(dataset.read(NEW).withColumns(ID))
                .apply(MapElements.into(TypeDescriptors.strings()).via(GenericRecord::toString)))
        .containsInAnyOrder("{\"id\": \"a\"}", "{\"id\": \"b\"}", "{\"id\": \"c\"}");
    dataset.write("r3", "2026-11-03T00:00:00Z", latest("d", "2018-02-02"));

    pipeline.run();

    requireRows(dataset.read(NEW).withColumns(ID).withRuns(Runs.one("r3")), "{\"id\": \"d\"}");
  }

  @Test
  void aDatasetThatIsNotThereYetCanBeCommittedToBeforeThePipelineRuns() {
    WrittenDataset dataset = dataset();
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(dataset.read(NEW).withColumns(ID))
                .apply(MapElements.into(TypeDescriptors.strings()).via(GenericRecord::toString)))
        .containsInAnyOrder("{\"id\": \"c\"}");
    dataset.write("r1", "2026-11-01T00:00:00Z", latest("c", "2018-02-02"));

    pipeline.run();
  }

  @Test
  void aFileThatNoManifestListsIsNotRead() throws IOException {
    WrittenDataset dataset = twoRuns();
    Path listed = dataset.file("day=2018-02-01/r1-0.parquet");
    Files.copy(listed, listed.resolveSibling("r3-0.parquet"));

    requireRows(
        dataset.read(NEW).withColumns(ID), "{\"id\": \"a\"}", "{\"id\": \"b\"}", "{\"id\": \"c\"}");
  }

  @Test
  void aDatasetThatNoRunHasCommittedIsRefused() {
    assertThat(failure(dataset().read(NEW)), containsString("/quakes/ has no manifest"));
    assertThat(
        failure(twoRuns().read(NEW).withRuns(Runs.one("r9"))),
        containsString("has no manifest of run r9"));
  }

  @Test
  void aFileThatWasChangedIsRefused() throws IOException {
    WrittenDataset dataset = twoRuns();
    Path file = dataset.file("day=2018-02-01/r1-0.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThat(
        failure(dataset.read(NEW)),
        allOf(containsString(file + " is not what its manifest lists"), containsString("sha256")));
  }

  @Test
  void aFileOfOtherRowsThanListedIsRefused() throws IOException {
    WrittenDataset dataset = twoRuns();
    Path manifest = folder.resolve("transformed/quakes/_manifests/r1.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"records\" : 1", "\"records\" : 2"));

    assertThat(failure(dataset.read(NEW)), containsString("rows is 1, and not 2"));
  }

  @Test
  void aNarrowerTypeIsRefusedWithTheColumnBothTypesAndTheFile() {
    assertThat(
        failure(twoRuns().read(OLD).withRuns(Runs.one("r2"))),
        allOf(
            containsString("transformed/quakes/\""),
            containsString("time as timestamp-micros: in file:"),
            containsString("day=2018-02-02/r2-0.parquet it is timestamp-micros or null")));
  }

  @Test
  void aColumnUnderANewNameIsRefusedAndNotReadAsNull() {
    Schema renamed =
        parse(
            """
            {"name": "id", "type": "string"},
            {"name": "reports", "type": ["null", "int"], "path": "/felt"}
            """);

    assertThat(
        failure(twoRuns().read(renamed).withRuns(Runs.one("r1"))),
        allOf(
            containsString("reports as int or null: in file:"),
            containsString("it is there as felt (int or null)")));
  }

  @Test
  void aColumnThatOldFilesLackHasToBeAbleToBeNull() {
    Schema strict = parse("{\"name\": \"depth\", \"type\": \"double\"}");

    assertThat(
        failure(twoRuns().read(strict)), containsString("it is not there, and cannot be null"));
  }

  @Test
  void partitionsOfADatasetThatHasNoneAreRefused() {
    Schema schema = parse("{\"name\": \"id\", \"type\": \"string\"}");
    dataset().write("r1", "2026-11-01T00:00:00Z", row(schema, "id", "a"));

    requireRows(dataset().read(schema), "{\"id\": \"a\"}");
    LakeIO.Read parted = dataset().read(schema).withPartitions("a");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Pipeline.create().apply(parted))
            .getMessage(),
        containsString("partitions must be left out"));
  }

  @Test
  void aColumnThatTheSchemaLacksIsRefusedAtOnce() {
    LakeIO.Read read = dataset().read(OLD).withColumns("nope");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Pipeline.create().apply(read));
    assertThat(e.getMessage(), containsString("but one was nope"));
  }

  @Test
  void theStoresAreClosed() {
    requireRows(
        twoRuns()
            .read(NEW)
            .withColumns(ID)
            .withPartitions("2018-02-01")
            .withStores(new WatchedStores()),
        "{\"id\": \"a\"}");

    assertThat(WatchedStores.openStores(), is(0));
  }
}
