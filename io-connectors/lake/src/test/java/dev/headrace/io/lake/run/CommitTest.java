package dev.headrace.io.lake.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.io.lake.store.Uploads;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.RunManifest.Step;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {
  private static final String DAY = "2026-11-23";
  private static final String START = "2026-11-23T10:00:00Z";
  private static final String NOW = "2026-11-23T10:05:00.123Z";

  @TempDir private Path folder;
  private final ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create());

  @AfterEach
  void close() {
    store.close();
  }

  private Commit commit(String runId, @Nullable String before, @Nullable String after) {
    RunPaths paths = TestLake.paths(folder, runId);
    RunManifest template =
        new RunManifest(
            Step.INGEST,
            runId,
            "usgs",
            "events",
            START,
            START,
            Map.of("shards", "4"),
            Map.of(),
            before,
            after,
            List.of(),
            List.of());
    return new Commit(paths, paths.rawManifest(), template, List.of(Stage.FETCH), DAY);
  }

  private static List<LedgerEntry> entries(long landed, StoredObject... dead) {
    List<LedgerEntry> entries = new ArrayList<>();
    entries.add(LedgerEntry.of(Account.PLANNED, landed + dead.length));
    entries.add(LedgerEntry.of(Account.LANDED, landed));
    entries.add(
        LedgerEntry.of(Account.WRITTEN, StoredObject.of("file:///part-0", 10, landed, "s")));
    for (StoredObject object : dead) {
      entries.add(LedgerEntry.of(Account.DEAD, object));
    }
    return entries;
  }

  private void run(Commit commit, List<LedgerEntry> entries) {
    Pipeline pipeline = Pipeline.create();
    PAssert.thatSingleton(
            pipeline
                .apply(Create.of(entries).withCoder(LedgerEntry.CODER))
                .apply(
                    CommitRun.of(commit, ObjectStores.FACTORY)
                        .withClock(Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC))))
        .isEqualTo(commit.manifestUri());
    pipeline.run();
  }

  private RunManifest manifest(Commit commit) throws IOException {
    return Commit.read(store, commit.manifestUri()).orElseThrow();
  }

  private Optional<String> cursor() throws IOException {
    return Cursor.read(store, TestLake.paths(folder, "any"));
  }

  private StoredObject deadLetters(String runId, Stage stage, int part) throws IOException {
    String uri =
        TestLake.paths(folder, runId).deadLetters(stage, DAY) + "part-" + part + ".jsonl.gz";
    store.put(uri, new byte[] {1});
    return StoredObject.of(uri, 1, 1, "s");
  }

  @Test
  void aManifestHasTheLedger() throws IOException {
    Commit commit = commit("r1", null, "c1");
    StoredObject dead = deadLetters("r1", Stage.FETCH, 0);

    run(commit, entries(3, dead));

    assertThat(
        manifest(commit), is(commit.template().withEntries(entries(3, dead)).committedAt(NOW)));
    assertThat(manifest(commit).count(Account.DEAD), is(1L));
  }

  @Test
  void aRunThatHasNothingToDoCommits() throws IOException {
    Commit commit = commit("r1", null, "c1");

    run(commit, List.of());

    assertThat(manifest(commit).objects(), is(List.of()));
    assertThat(manifest(commit).count(Account.WRITTEN), is(0L));
    assertThat(cursor(), is(Optional.of("c1")));
  }

  @Test
  void aLedgerThatDoesNotBalanceWritesNothing() {
    List<LedgerEntry> entries = List.of(LedgerEntry.of(Account.PLANNED, 1));

    PipelineExecutionException e =
        assertThrows(
            PipelineExecutionException.class, () -> run(commit("r1", null, "c1"), entries));

    assertThat(e.getMessage(), containsString("does not balance"));
    assertThat(TestLake.contents(folder), is(anEmptyMap()));
  }

  @Test
  void aStepThatDoesNotKeepToItsRulesWritesNothing() {
    Commit commit = commit("r1", null, "c1").withRules(RunRules.none().withMinRows(4));

    PipelineExecutionException e =
        assertThrows(PipelineExecutionException.class, () -> run(commit, entries(3)));

    assertThat(e.getMessage(), containsString("minRows is 4, but there are 3 rows"));
    assertThat(TestLake.contents(folder), is(anEmptyMap()));
  }

  @Test
  void aStepThatFailedByItsRulesIsCommittedOnceItKeepsToThem() throws IOException {
    RunRules rules = RunRules.none().withFreshness("updated", Duration.ofHours(1));
    Commit commit = commit("r1", null, "c1").withRules(rules);
    List<LedgerEntry> fresh = new ArrayList<>(entries(3));
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-11-23T09:00:00Z"));
    fresh.add(LedgerEntry.of(Account.NEWEST, micros - 1));
    assertThrows(PipelineExecutionException.class, () -> run(commit, fresh));
    fresh.add(LedgerEntry.of(Account.NEWEST, micros));

    run(commit, fresh);

    assertThat(manifest(commit).count(Account.NEWEST), is(micros));
    assertThat(cursor(), is(Optional.of("c1")));
  }

  @Test
  void aSecondCommitLeavesTheManifestAsItIs() throws IOException {
    Commit commit = commit("r1", null, "c1");
    run(commit, entries(3));
    Map<String, String> first = TestLake.contents(folder);

    RunManifest stands = commit.commit(store, entries(4), "2026-11-24T00:00:00Z");

    assertThat(stands, is(manifest(commit)));
    assertThat(stands.count(Account.LANDED), is(3L));
    assertThat(TestLake.contents(folder), is(first));
  }

  @Test
  void ofManyCommitsAtOnceOneStands() throws Exception {
    Commit commit = commit("r1", null, "c1");
    int attempts = 16;
    CyclicBarrier start = new CyclicBarrier(attempts);
    ExecutorService threads = Executors.newFixedThreadPool(attempts);
    List<Future<RunManifest>> commits = new ArrayList<>();
    try {
      for (int i = 0; i < attempts; i++) {
        List<LedgerEntry> entries = entries(i);
        commits.add(
            threads.submit(
                () -> {
                  start.await();
                  return commit.commit(store, entries, NOW);
                }));
      }
      List<RunManifest> stand = new ArrayList<>();
      for (Future<RunManifest> each : commits) {
        stand.add(each.get());
      }
      assertThat(stand, everyItem(is(manifest(commit))));
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aCursorMovesOnlyFromWhereTheRunBegan() throws IOException {
    assertThat(cursor(), is(Optional.empty()));
    run(commit("r1", null, "c1"), entries(1));
    assertThat(cursor(), is(Optional.of("c1")));
    run(commit("r2", "c1", "c2"), entries(1));
    assertThat(cursor(), is(Optional.of("c2")));

    run(commit("r3", "c1", "c9"), entries(1));
    run(commit("r4", null, "c9"), entries(1));
    run(commit("r1", null, "c1"), entries(1));

    assertThat(cursor(), is(Optional.of("c2")));
  }

  @Test
  void aBackfillLeavesTheCursor() throws IOException {
    run(commit("r1", null, "c1"), entries(1));

    run(commit("r2", "c1", null), entries(1));

    assertThat(cursor(), is(Optional.of("c1")));
  }

  @Test
  void aRunThatWasKilledAfterItsManifestIsFinished() throws IOException {
    Commit commit = commit("r1", null, "c1");
    RunManifest manifest = commit.template().withEntries(entries(1)).committedAt(NOW);
    store.putIfAbsent(commit.manifestUri(), manifest.toJson());
    deadLetters("r1", Stage.FETCH, 1);

    commit.finish(store, manifest(commit));

    assertThat(cursor(), is(Optional.of("c1")));
    assertThat(store.list("file://" + folder + "/dead-letter/"), is(List.of()));
  }

  @Test
  void onlyTheStepsOwnDeadLettersThatAreNotListedAreDeleted() throws IOException {
    StoredObject listed = deadLetters("r1", Stage.FETCH, 0);
    deadLetters("r1", Stage.FETCH, 1);
    StoredObject otherStage = deadLetters("r1", Stage.PARSE, 1);
    StoredObject otherRun = deadLetters("r10", Stage.FETCH, 1);

    run(commit("r1", null, "c1"), entries(1, listed));

    assertThat(
        store.list("file://" + folder + "/dead-letter/"),
        containsInAnyOrder(listed.uri(), otherStage.uri(), otherRun.uri()));
  }

  @Test
  void aRunWithoutDeadLettersLeavesThoseOfARunWhoseNameStartsLikeItsOwn() throws IOException {
    StoredObject otherRun = deadLetters("r10", Stage.FETCH, 1);

    run(commit("r1", null, "c1"), entries(1));

    assertThat(store.list("file://" + folder + "/dead-letter/"), is(List.of(otherRun.uri())));
  }

  @Test
  void aCursorThatIsNoTextIsRefused() throws IOException {
    store.put(TestLake.paths(folder, "any").state(), new byte[] {'{', '}'});

    IOException e = assertThrows(IOException.class, this::cursor);
    assertThat(e.getMessage(), containsString("_state/events.json has no text at /cursor"));
  }

  @Test
  void aStepThatCameToNothingFailsWithTheMostFrequentReasonAndWhereTheLettersAre()
      throws IOException {
    Commit commit = commit("r1", null, "c1");
    StoredObject letters = refusedLetters("r1", "The API answered with status 404", 2);
    List<LedgerEntry> entries =
        List.of(LedgerEntry.of(Account.PLANNED, 2), LedgerEntry.of(Account.DEAD, letters));

    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> commit.commit(store, entries, NOW));

    assertThat(
        e.getMessage(),
        is(
            "No request of run r1 was answered (2 were planned); nothing was committed. Most often"
                + " (2 of 2) the reason is REFUSED: The API answered with status 404. The dead"
                + " letters are in "
                + letters.uri()));
    assertThat(Commit.read(store, commit.manifestUri()), is(Optional.empty()));
    assertThat(cursor(), is(Optional.empty()));
  }

  private StoredObject refusedLetters(String runId, String detail, int count) throws IOException {
    String letter = "{\"stage\":\"FETCH\",\"reason\":\"REFUSED\",\"detail\":\"" + detail + "\"}";
    try (PartFile part = new PartFile()) {
      for (int i = 0; i < count; i++) {
        part.append(letter.getBytes(UTF_8));
      }
      String uri = TestLake.paths(folder, runId).deadLetters(Stage.FETCH, DAY) + "part-0.jsonl.gz";
      return Uploads.putOnce(store, uri, part.finish(), count);
    }
  }
}
