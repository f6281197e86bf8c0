package dev.headrace.io.lake.compact;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.WrittenDataset;
import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.read.LakeIO;
import dev.headrace.io.lake.read.Runs;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
  private static final String DAY = "2018-02-01";
  private static final String OTHER_DAY = "2018-02-02";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);
  private static final Schema OLD = schema("int");
  private static final Schema NEW = schema("long");

  @TempDir private Path folder;
  private final ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create());

  private static Schema schema(String felt) {
    return new Schema.Parser()
        .parse(
            """
            {"type": "record", "name": "Quake", "fields": [
              {"name": "id", "type": "string"},
              {"name": "day", "type": "string"},
              {"name": "updated", "type": "long"},
              {"name": "felt", "type": ["null", "%s"]}]}
            """
                .formatted(felt));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private WrittenDataset dataset() {
    return new WrittenDataset(folder);
  }

  private static GenericRecord quake(Schema schema, String id, String day, long updated) {
    Object felt = schema.equals(OLD) ? (Object) 7 : (Object) 8L;
    return WrittenDataset.row(schema, "id", id, "day", day, "updated", updated, "felt", felt);
  }

  /** Three small files of one day, two of another; "a" is there in three versions. */
  private void writeRuns() {
    dataset()
        .write(
            "r1",
            "2026-11-01T00:00:00Z",
            quake(OLD, "a", DAY, 1),
            quake(OLD, "b", DAY, 1),
            quake(OLD, "c", OTHER_DAY, 1));
    dataset()
        .write(
            "r2", "2026-11-02T00:00:00Z", quake(OLD, "a", DAY, 3), quake(OLD, "d", OTHER_DAY, 1));
    dataset().write("r3", "2026-11-03T00:00:00Z", quake(NEW, "a", DAY, 2));
  }

  private Optional<Compaction> start(String runId) throws IOException {
    return Compaction.start(
        store,
        TestLake.paths(folder, runId),
        "quakes",
        NEW,
        "definition",
        SmallFiles.defaults().withMoreThan(2),
        CLOCK);
  }

  private static void run(Compaction compaction) {
    run(compaction, "day");
  }

  private static void run(Compaction compaction, String partition) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        CompactFiles.of(
            compaction,
            KeepLatest.by("id").withVersion("updated").withPartition(partition),
            DatasetFiles.of(compaction.paths(), "quakes", compaction.schema())
                .withPartition(partition),
            ObjectStores.FACTORY));
    pipeline.run();
  }

  private void requireRows(String... idsAndVersions) {
    List<String> rows = new ArrayList<>();
    for (String row : idsAndVersions) {
      rows.add(
          "{\"id\": \"%s\", \"updated\": %s}".formatted(row.substring(0, 1), row.substring(1)));
    }
    WrittenDataset.requireRows(
        LakeIO.read(dataset().uri(), NEW).withColumns("id", "updated"),
        rows.toArray(String[]::new));
  }

  private Map<String, String> files() {
    return new TreeMap<>(TestLake.contents(folder.resolve("transformed/quakes")));
  }

  @Test
  void smallFilesGiveWayToOneWithTheLatestOfEveryKey() throws IOException {
    writeRuns();
    Compaction compaction = start("c1").orElseThrow();

    run(compaction);

    requireRows("a3", "b1", "c1", "d1");
    assertThat(
        dataset().files().keySet(),
        containsInAnyOrder(
            "day=2018-02-01/compact-c1-0.parquet",
            "day=2018-02-02/r1-0.parquet",
            "day=2018-02-02/r2-0.parquet"));
    RunManifest manifest = compaction.committed(store).orElseThrow();
    assertThat(
        manifest.counts(),
        is(Map.of(Account.READ, 4L, Account.WRITTEN, 2L, Account.DUPLICATES, 2L)));
    assertThat(manifest.replaces().size(), is(3));
  }

  @Test
  void nothingIsDeletedAndARunIsStillReadAsItWrote() throws IOException {
    writeRuns();
    run(start("c1").orElseThrow());

    WrittenDataset.requireRows(
        LakeIO.read(dataset().uri(), NEW).withColumns("id").withRuns(Runs.one("r3")),
        "{\"id\": \"a\"}");
  }

  @Test
  void aCompactionStartedAgainComesToTheSame() throws IOException {
    writeRuns();
    Compaction killed = start("c1").orElseThrow();
    run(killed);
    Map<String, String> expected = files();
    Files.delete(folder.resolve("transformed/quakes/_manifests/_compact/00000001.json"));
    Files.delete(folder.resolve("transformed/quakes/day=2018-02-01/compact-c1-0.parquet"));
    requireRows("a1", "a2", "a3", "b1", "c1", "d1");
    dataset().write("r4", "2026-11-04T00:00:00Z", quake(NEW, "e", DAY, 1));

    run(start("c1").orElseThrow());

    Map<String, String> actual = files();
    for (String name :
        List.of("day=2018-02-01/compact-c1-0.parquet", "_compactions/compact-c1.json")) {
      assertThat(actual.get(name), is(expected.get(name)));
    }
    requireRows("a3", "b1", "c1", "d1", "e1");
  }

  @Test
  void aRunThatCommitsMeanwhileStays() throws IOException {
    writeRuns();
    Compaction compaction = start("c1").orElseThrow();
    dataset().write("r4", "2026-11-04T00:00:00Z", quake(NEW, "e", DAY, 1), quake(NEW, "a", DAY, 9));

    run(compaction);

    requireRows("a3", "a9", "b1", "c1", "d1", "e1");
  }

  @Test
  void ofTwoCompactionsAtOnceOneCommitsAndNoRowIsLostOrDoubled() throws IOException {
    writeRuns();
    Compaction first = start("c1").orElseThrow();
    Compaction second = start("c2").orElseThrow();
    run(second);

    PipelineExecutionException e = assertThrows(PipelineExecutionException.class, () -> run(first));

    assertThat(
        e.getMessage(),
        containsString("00000001.json is the commit of compact-c2, which came before compact-c1"));
    assertThat(first.committed(store), is(Optional.empty()));
    assertThat(second.committed(store).isPresent(), is(true));
    requireRows("a3", "b1", "c1", "d1");
  }

  @Test
  void aCompactionThatCameSecondLeavesNoFilesBehind() throws IOException {
    writeRuns();
    Compaction first = start("c1").orElseThrow();
    run(start("c2").orElseThrow());
    Map<String, String> before = files();

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThrows(PipelineExecutionException.class, () -> run(first));
      assertThat(files().keySet(), is(before.keySet()));
    }

    requireRows("a3", "b1", "c1", "d1");
  }

  @Test
  void aSchemaThatACompactionWroteInIsOneOfTheDatasets() throws IOException {
    dataset().write("r1", "2026-11-01T00:00:00Z", quake(OLD, "a", DAY, 1), quake(OLD, "b", DAY, 1));
    dataset().write("r2", "2026-11-02T00:00:00Z", quake(OLD, "c", DAY, 1));
    dataset().write("r3", "2026-11-03T00:00:00Z", quake(OLD, "d", DAY, 1));
    run(start("c1").orElseThrow());

    assertThat(dataset().manifests().schemas(), containsInAnyOrder(NEW, OLD));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> dataset().manifests().requireEvolution(OLD));
    assertThat(e.getMessage(), containsString("felt was long or null and would be int or null"));
    assertThrows(
        PipelineExecutionException.class,
        () -> dataset().write("r4", "2026-11-04T00:00:00Z", quake(OLD, "e", DAY, 1)));
    requireRows("a1", "b1", "c1", "d1");
  }

  @Test
  void filesThatArePartedByAnotherFieldStayAsTheyAre() throws IOException {
    writeRuns();
    WrittenDataset byId = dataset().partedBy("id");
    for (int i = 4; i <= 6; i++) {
      byId.write("r" + i, "2026-11-0" + i + "T00:00:00Z", quake(NEW, "a", DAY, i));
    }
    Compaction compaction =
        Compaction.start(
                store,
                TestLake.paths(folder, "c1"),
                "quakes",
                NEW,
                "definition",
                SmallFiles.defaults().withMoreThan(2).withFilesPartedBy(Optional.of("id")),
                CLOCK)
            .orElseThrow();

    run(compaction, "id");

    assertThat(compaction.filesOfPartitions(), is(Map.of("a", 1)));
    requireRows("a1", "a2", "a3", "a6", "b1", "c1", "d1");
  }

  @Test
  void aCompactionReadsWhatAnEarlierOneWrote() throws IOException {
    writeRuns();
    run(start("c1").orElseThrow());
    dataset().write("r4", "2026-11-04T00:00:00Z", quake(NEW, "a", DAY, 4));
    dataset().write("r5", "2026-11-05T00:00:00Z", quake(NEW, "e", DAY, 1));

    Compaction second = start("c2").orElseThrow();
    run(second);

    requireRows("a4", "b1", "c1", "d1", "e1");
    assertThat(second.commit().manifestUri(), containsString("_manifests/_compact/00000002.json"));
  }

  @Test
  void aGapInTheCompactionsIsNoticed() throws IOException {
    writeRuns();
    run(start("c1").orElseThrow());
    Path compactions = folder.resolve("transformed/quakes/_manifests/_compact");
    Files.move(compactions.resolve("00000001.json"), compactions.resolve("00000002.json"));

    IOException e = assertThrows(IOException.class, () -> dataset().manifests());
    assertThat(e.getMessage(), containsString("Compaction 1 is not there"));
  }

  @Test
  void aFileThatIsNotReadIsNotReplaced() throws IOException {
    writeRuns();
    Compaction whole = start("c1").orElseThrow();

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Compaction(
                    whole.paths(),
                    whole.dataset(),
                    whole.commit(),
                    whole.files().subList(0, 2),
                    whole.targetBytes()));
    assertThat(e.getMessage(), containsString("replaces 3 files, and not the 2"));
  }

  @Test
  void filesThatAreFewOrLargeAreLeftAlone() throws IOException {
    writeRuns();
    RunPaths paths = TestLake.paths(folder, "c1");

    assertThat(
        Compaction.start(store, paths, "quakes", NEW, "d", SmallFiles.defaults(), CLOCK),
        is(Optional.empty()));
    assertThat(
        Compaction.start(
            store,
            paths,
            "quakes",
            NEW,
            "d",
            SmallFiles.defaults().withMoreThan(1).withLessThan(10),
            CLOCK),
        is(Optional.empty()));
    assertThat(
        files().keySet().stream().filter(name -> name.startsWith("_c")).toList(), is(List.of()));
  }

  @Test
  void partitionsAreCompactedIntoAsManyFilesAsTheirBytesAsk() throws IOException {
    writeRuns();
    Compaction compaction =
        Compaction.start(
                store,
                TestLake.paths(folder, "c1"),
                "quakes",
                NEW,
                "d",
                SmallFiles.defaults().withMoreThan(1).withPartitions(day -> day.equals(OTHER_DAY)),
                CLOCK)
            .orElseThrow();

    assertThat(compaction.filesOfPartitions(), is(Map.of(OTHER_DAY, 1)));
    assertThat(
        new Compaction(compaction.paths(), "quakes", compaction.commit(), compaction.files(), 1000)
            .filesOfPartitions()
            .keySet(),
        contains(OTHER_DAY));
  }

  @Test
  void theIdOfARunIsRefused() {
    dataset().write("compact-c1", "2026-11-01T00:00:00Z", quake(OLD, "a", DAY, 1));

    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> start("c1"));
    assertThat(e.getMessage(), containsString("run-id must be one that no run has"));
  }

  @Test
  void anotherDefinitionOrANarrowerSchemaIsRefused() throws IOException {
    writeRuns();
    assertThat(start("c1").isPresent(), is(true));
    SmallFiles all = SmallFiles.defaults().withMoreThan(2);

    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Compaction.start(
                        store, TestLake.paths(folder, "c1"), "quakes", NEW, "other", all, CLOCK))
            .getMessage(),
        containsString("was started at 2026-11-23T10:00:00Z with another definition"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Compaction.start(
                        store, TestLake.paths(folder, "c2"), "quakes", OLD, "d", all, CLOCK))
            .getMessage(),
        containsString("felt was long or null and would be int or null"));
  }
}
