package dev.headrace.transforms.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunManifestTest {
  private static final StoredObject PART = StoredObject.of("s3://raw/part-0", 10, 3, "abc");
  private static final StoredObject DEAD = StoredObject.of("s3://dead/part-0", 5, 1, "def");

  private static RunManifest manifest(Step step, LedgerEntry... entries) {
    return new RunManifest(
            step,
            "r1",
            "usgs",
            "events",
            "t0",
            "t1",
            Map.of("end", "now"),
            Map.of(),
            null,
            "now",
            List.of(),
            List.of())
        .withEntries(List.of(entries));
  }

  @Test
  void entriesAddUpAndObjectsAreSortedIntoDataAndDeadLetters() {
    RunManifest manifest =
        manifest(
            Step.INGEST,
            LedgerEntry.of(Account.PLANNED, 3),
            LedgerEntry.of(Account.PLANNED, 1),
            LedgerEntry.of(Account.LANDED, 3),
            LedgerEntry.of(Account.WRITTEN, PART),
            LedgerEntry.of(Account.DEAD, DEAD));

    assertThat(manifest.count(Account.PLANNED), is(4L));
    assertThat(manifest.count(Account.DUPLICATES), is(0L));
    assertThat(manifest.objects(), contains(PART));
    assertThat(manifest.deadLetters(), contains(DEAD));
    manifest.requireBalance();
  }

  @Test
  void ofTheNewestTimesTheHighestCountsAndNotTheirSum() {
    RunManifest manifest =
        manifest(
            Step.REPROCESS,
            LedgerEntry.of(Account.NEWEST, -7),
            LedgerEntry.of(Account.NEWEST, -5),
            LedgerEntry.of(Account.NEWEST, -9));

    assertThat(manifest.count(Account.NEWEST), is(-5L));
  }

  @Test
  void aRequestLostMakesTheRunFail() {
    RunManifest manifest =
        manifest(
            Step.INGEST,
            LedgerEntry.of(Account.PLANNED, 5),
            LedgerEntry.of(Account.LANDED, 3),
            LedgerEntry.of(Account.WRITTEN, PART),
            LedgerEntry.of(Account.DEAD, DEAD));

    IllegalStateException e = assertThrows(IllegalStateException.class, manifest::requireBalance);
    assertThat(e.getMessage(), containsString("5 PLANNED is not 3 LANDED + 1 DEAD"));
  }

  @Test
  void anApiThatAnswersNothingMakesTheStepNothing() {
    RunManifest one =
        manifest(
            Step.INGEST, LedgerEntry.of(Account.PLANNED, 1), LedgerEntry.of(Account.DEAD, DEAD));
    RunManifest three =
        manifest(
            Step.INGEST,
            LedgerEntry.of(Account.PLANNED, 3),
            LedgerEntry.of(Account.IGNORED, 2),
            LedgerEntry.of(Account.DEAD, DEAD));

    assertThat(
        one.cameToNothing().orElseThrow(), is("No request of run r1 was answered (1 was planned)"));
    assertThat(
        three.cameToNothing().orElseThrow(),
        is("No request of run r1 was answered (3 were planned, 2 were ignored)"));
  }

  @Test
  void bodiesWithoutARecordMakeTheStepNothingAndRecordsThatAreAllBadDoNot() {
    StoredObject bodies = StoredObject.of("s3://d/stage=PARSE/part-0", 1, 1, "s");
    StoredObject records = StoredObject.of("s3://d/stage=CONFORM/part-0", 1, 1, "s");
    LedgerEntry parsed = LedgerEntry.of(Account.PARSED, 1);

    RunManifest nothing = manifest(Step.REPROCESS, parsed, LedgerEntry.of(Account.DEAD, bodies));
    RunManifest bad = manifest(Step.REPROCESS, parsed, LedgerEntry.of(Account.DEAD, records));

    nothing.requireBalance();
    assertThat(
        nothing.cameToNothing().orElseThrow(), is("No record of run r1 was found (1 was dead)"));
    bad.requireBalance();
    assertThat(bad.cameToNothing(), is(Optional.empty()));
  }

  @Test
  void aStepThatHadNothingToDoOrOneResultAmongDeadLettersIsFine() {
    RunManifest written =
        manifest(
            Step.REPROCESS,
            LedgerEntry.of(Account.PARSED, 4),
            LedgerEntry.of(Account.WRITTEN, PART),
            LedgerEntry.of(Account.DEAD, DEAD));

    assertThat(written.cameToNothing(), is(Optional.empty()));
    assertThat(manifest(Step.INGEST).cameToNothing(), is(Optional.empty()));
    assertThat(manifest(Step.REPROCESS).cameToNothing(), is(Optional.empty()));
  }

  @Test
  void aReceiptWithoutAResponseMakesTheRunFail() {
    RunManifest manifest =
        manifest(
            Step.INGEST,
            LedgerEntry.of(Account.PLANNED, 4),
            LedgerEntry.of(Account.LANDED, 4),
            LedgerEntry.of(Account.WRITTEN, PART));

    IllegalStateException e = assertThrows(IllegalStateException.class, manifest::requireBalance);
    assertThat(e.getMessage(), containsString("4 LANDED is not 3 WRITTEN"));
  }

  @Test
  void aRecordDoubledMakesTheRunFail() {
    RunManifest manifest =
        manifest(
            Step.REPROCESS,
            LedgerEntry.of(Account.PARSED, 4),
            LedgerEntry.of(Account.WRITTEN, PART),
            LedgerEntry.of(Account.DUPLICATES, 1),
            LedgerEntry.of(Account.DEAD, DEAD));

    assertThrows(IllegalStateException.class, manifest::requireBalance);
  }

  @Test
  void aManifestIsReadBackAsItWasWritten() throws IOException {
    RunManifest manifest =
        manifest(
            Step.REPROCESS,
            LedgerEntry.of(Account.WRITTEN, PART),
            LedgerEntry.of(Account.DEAD, DEAD));

    assertThat(RunManifest.ofJson(manifest.toJson()), is(manifest));
  }
}
