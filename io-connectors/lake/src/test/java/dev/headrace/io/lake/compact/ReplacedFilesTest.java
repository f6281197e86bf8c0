package dev.headrace.io.lake.compact;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.RunManifest.Step;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFilesTest {
  private static final String MONDAY = "2026-11-23T10:00:00Z";
  private static final String THURSDAY = "2026-11-26T10:00:00Z";
  private static final Clock NOW = Clock.fixed(Instant.parse(THURSDAY), ZoneOffset.UTC);

  @TempDir private Path folder;
  private final ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create());

  /** Two runs; "a" and "b" gave way to "c" on Monday, and "c" and "d" to "e" on Thursday. */
  @BeforeEach
  void write() throws IOException {
    commit("r1", 0, MONDAY, List.of("a", "b"), List.of());
    commit("r2", 0, MONDAY, List.of("d"), List.of());
    commit("compact-1", 1, MONDAY, List.of("c"), List.of("a", "b"));
    commit("compact-2", 2, THURSDAY, List.of("e"), List.of("c", "d"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private RunPaths paths() {
    return TestLake.paths(folder, "any");
  }

  private String uri(String name) {
    return paths().dataset("quakes") + "day=2018-02-01/" + name + ".parquet";
  }

  private void commit(
      String runId, int compaction, String time, List<String> files, List<String> replaces)
      throws IOException {
    for (String file : files) {
      store.put(uri(file), file.getBytes(StandardCharsets.UTF_8));
    }
    RunManifest manifest =
        new RunManifest(
                compaction == 0 ? Step.REPROCESS : Step.COMPACT,
                runId,
                "usgs",
                "quakes",
                time,
                time,
                Map.of(),
                Map.of(),
                null,
                null,
                files.stream().map(this::stored).toList(),
                List.of())
            .replacing(replaces.stream().map(this::uri).toList());
    RunPaths paths = paths().forRun(runId);
    store.put(
        compaction == 0
            ? paths.datasetManifest("quakes")
            : paths.compactionManifest("quakes", compaction),
        manifest.toJson());
  }

  private StoredObject stored(String file) {
    return StoredObject.of(uri(file), 1, 1, Sha256.of(file));
  }

  private List<String> delete(Duration age) throws IOException {
    return ReplacedFiles.delete(store, paths().dataset("quakes"), age, NOW);
  }

  private List<String> uris(String... names) {
    return Stream.of(names).map(this::uri).toList();
  }

  private List<String> left() throws IOException {
    return store.list(paths().dataset("quakes") + "day=");
  }

  @Test
  void onlyWhatWasReplacedLongEnoughAgoIsDeleted() throws IOException {
    assertThat(delete(Duration.ofDays(3).plusSeconds(1)), is(List.of()));
    assertThat(left(), is(uris("a", "b", "c", "d", "e")));

    assertThat(delete(Duration.ofDays(3)), is(uris("a", "b")));
    assertThat(left(), is(uris("c", "d", "e")));
  }

  @Test
  void whatAStandingManifestListsStaysWhateverItsAge() throws IOException {
    assertThat(delete(Duration.ZERO), is(uris("a", "b", "c", "d")));

    assertThat(left(), contains(uri("e")));
    assertThat(
        DatasetManifests.read(store, paths().dataset("quakes")).files(), contains(stored("e")));
  }

  @Test
  void aSecondTimeThereIsNothingToDelete() throws IOException {
    delete(Duration.ZERO);

    assertThat(delete(Duration.ZERO), is(List.of()));
    assertThat(left(), contains(uri("e")));
  }

  @Test
  void aDeletionThatWasStoppedHalfWayIsCompleted() throws IOException {
    store.delete(uris("a", "c"));

    assertThat(delete(Duration.ZERO), is(uris("b", "d")));
  }

  @Test
  void aDatasetWithoutCompactionsKeepsAllItsFiles() throws IOException {
    store.delete(
        List.of(paths().compactionManifest("quakes", 1), paths().compactionManifest("quakes", 2)));

    assertThat(delete(Duration.ZERO), is(List.of()));
    assertThat(left(), is(uris("a", "b", "c", "d", "e")));
  }

  @Test
  void aNegativeAgeIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> delete(Duration.ofDays(-1)));

    assertThat(refusal.getMessage(), containsString("age must be at least 0, but was PT-24H"));
  }
}
