package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.load.LoadOptions.Cleanup;
import dev.headrace.io.redshift.load.LoadOptions.CreateDisposition;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadOptions.DuplicateKeys;
import dev.headrace.io.redshift.load.LoadOptions.Mismatch;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

@HangLimit
class DispositionTest extends WarehouseFixture {
  private static final LoadOptions TRUNCATE =
      LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE);
  private static final LoadOptions EMPTY = LoadOptions.DEFAULTS.withDisposition(Disposition.EMPTY);
  private static final LoadOptions BY_VERSION =
      LoadOptions.DEFAULTS.withPartitionReplace("version");
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final Reading ROME = Reading.of("b", "Rome", 2);
  private static final Reading PARIS = Reading.of("c", "Paris", 3);

  private void given(Reading... rows) throws Exception {
    LoadOptions wanted = options;
    options = LoadOptions.DEFAULTS;
    load(appended, "given", file(rows));
    options = wanted;
  }

  @Test
  void aTruncateLeavesTheRowsOfTheLoadAlone() throws Exception {
    given(OSLO, ROME);
    options = TRUNCATE;

    load(appended, "1", file(PARIS));

    assertThat(readings(), is(sorted(PARIS)));
    assertThat(load(appended, "1", file(PARIS)).status(), is(Status.ALREADY_LOADED));
  }

  @Test
  void aTruncateWithoutRowsEmptiesTheTableOnce() throws Exception {
    given(OSLO, ROME);
    options = TRUNCATE;
    load(appended, "1");
    assertThat(readings(), is(empty()));
    options = LoadOptions.DEFAULTS;
    load(appended, "2", file(PARIS));
    options = TRUNCATE;

    assertThat(load(appended, "1").status(), is(Status.ALREADY_LOADED));

    assertThat(readings(), is(sorted(PARIS)));
    assertThat(ledgerRows(), is(3L));
  }

  @Test
  void aTruncateThatFailsLeavesTheOldRows() throws Exception {
    given(OSLO, ROME);
    options = TRUNCATE;
    Faults failing =
        (connection, step) -> {
          if (step.startsWith("INSERT INTO \"public\"")) {
            throw new SQLException("ERROR: 1204 Char length exceeds DDL length", "XX000");
          }
        };

    assertThrows(SQLException.class, () -> load(warehouse(failing), appended, "1", file(PARIS)));

    assertThat(readings(), is(sorted(OSLO, ROME)));
  }

  @Test
  void whoReadsDuringATruncateSeesTheOldRowsOrTheNew() throws Exception {
    given(OSLO, ROME);
    options = TRUNCATE;
    List<List<List<String>>> seen = new ArrayList<>();
    Faults reading =
        (connection, step) -> {
          if (!connection.getAutoCommit()) {
            seen.add(rows("SELECT id FROM " + appended.name() + " ORDER BY id"));
          }
        };

    load(warehouse(reading), appended, "1", file(PARIS));

    List<List<String>> before = List.of(List.of("a"), List.of("b"));
    assertThat(seen.size() >= 4, is(true));
    assertThat(seen, everyItem(is(before)));
    assertThat(readings(), is(sorted(PARIS)));
  }

  @Test
  void aTableThatMustBeEmptyTakesOneLoadAndKnowsItAgain() throws Exception {
    options = EMPTY;

    assertThat(load(appended, "1", file(OSLO)).status(), is(Status.LOADED));
    assertThat(load(appended, "1", file(OSLO)).status(), is(Status.ALREADY_LOADED));

    SQLException refusal = assertThrows(SQLException.class, () -> load(appended, "2", file(ROME)));
    assertThat(refusal.getMessage(), containsString("has rows"));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void onlyThePartitionsOfTheLoadAreReplaced() throws Exception {
    given(OSLO, ROME, PARIS, Reading.of("d", "Bonn", 4), Reading.of("e", "Bern", 5));
    options = BY_VERSION;

    load(
        appended,
        "1",
        file(Reading.of("x", "Oslo", 1), Reading.of("y", "Turku", 1), Reading.of("z", "Rom", 2)));

    assertThat(
        readings(),
        is(
            sorted(
                Reading.of("x", "Oslo", 1),
                Reading.of("y", "Turku", 1),
                Reading.of("z", "Rom", 2),
                PARIS,
                Reading.of("d", "Bonn", 4),
                Reading.of("e", "Bern", 5))));
  }

  @Test
  void aPartitionThatIsNamedIsEmptiedByALoadWithoutRows() throws Exception {
    given(OSLO, ROME, PARIS);
    options = LoadOptions.DEFAULTS.withPartitionReplace("version", List.of("2", "3"));

    load(appended, "1");

    assertThat(readings(), is(sorted(OSLO)));
    options = LoadOptions.DEFAULTS;
    load(appended, "2", file(ROME));
    options = LoadOptions.DEFAULTS.withPartitionReplace("version", List.of("2", "3"));
    assertThat(load(appended, "1").status(), is(Status.ALREADY_LOADED));
    assertThat(readings(), is(sorted(OSLO, ROME)));
  }

  @Test
  void ofRowsWithTheSameKeysTheLatestIsKeptAndOfEqualOnesAlwaysTheSame() throws Exception {
    options = LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST);
    Reading tied = Reading.of("b", "Bergen", 7, "x");
    Reading winner = Reading.of("b", "Oslo", 7, "a");
    StoredObject[] files = {
      file(Reading.of("a", "old", 1), winner, Reading.of("a", "new", 3)),
      file(tied, Reading.of("a", "older", 2))
    };

    load(upserted, "1", files);
    assertThat(readings(), is(sorted(Reading.of("a", "new", 3), winner)));

    run("DELETE FROM " + upserted.name());
    load(upserted, "2", files[1], files[0]);
    assertThat(readings(), is(sorted(Reading.of("a", "new", 3), winner)));
  }

  @Test
  void aListOfMoreThanAVarcharHoldsIsOrderedToo() throws Exception {
    options = LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST);
    String[] tags = Collections.nCopies(9, "x".repeat(60_000)).toArray(String[]::new);
    Reading loses = Reading.of("a", "Oslo", 1, tags);
    tags[8] = "y";
    Reading wins = Reading.of("a", "Oslo", 1, tags);

    load(upserted, "1", file(loses, wins), file(loses));

    assertThat(readings(), is(sorted(wins)));
  }

  @Test
  void aRowThatIsStaleIsLeftOutAlsoWhereTheLatestIsKept() throws Exception {
    load(upserted, "0", file(Reading.of("a", "there", 5)));
    options = LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST);

    load(upserted, "1", file(Reading.of("a", "stale", 3), Reading.of("a", "staler", 2)));

    assertThat(readings(), is(sorted(Reading.of("a", "there", 5))));
  }

  @Test
  void columnsThatAreNotStagedGetTheirDefaults() throws Exception {
    given(OSLO);
    run("ALTER TABLE " + appended.name() + " ADD COLUMN note VARCHAR(20) DEFAULT 'none'");

    load(appended, "1", file(ROME));
    load(upserted, "2", file(PARIS));

    assertThat(
        rows("SELECT id, note FROM " + appended.name() + " ORDER BY id"),
        is(List.of(List.of("a", "none"), List.of("b", "none"), List.of("c", "none"))));
  }

  @Test
  void whereNothingMayBeMadeAMissingTableIsNamed() {
    options = LoadOptions.DEFAULTS.withCreate(CreateDisposition.NEVER);

    SQLException refusal = assertThrows(SQLException.class, () -> load(appended, "1", file(OSLO)));

    assertThat(refusal.getMessage(), containsString(ledger));
    assertThat(refusal.getMessage(), containsString("NEVER"));
  }

  @Test
  void anIdWithOtherDataCanBeTakenForApplied() throws Exception {
    given(OSLO);
    options = LoadOptions.DEFAULTS.withMismatch(Mismatch.SKIP);

    assertThat(
        Results.brief(load(appended, "given", file(ROME, PARIS))),
        is(LoadResult.of("given", appended.name(), Status.ALREADY_LOADED, 1)));
    assertThat(readings(), is(sorted(OSLO)));
  }

  @Test
  void manifestsAreRemovedWhenTheOptionsSay() throws Exception {
    StoredObject file = file(OSLO);
    StoredObject wrong = StoredObject.of(file.uri(), file.bytes(), 7, file.sha256());
    options = LoadOptions.DEFAULTS.withCleanup(Cleanup.NEVER);
    load(appended, "kept", file);
    options = LoadOptions.DEFAULTS.withCleanup(Cleanup.ALWAYS);
    assertThrows(IllegalStateException.class, () -> load(appended, "failed", wrong));

    assertThat(staged("kept").size(), is(1));
    assertThat(staged("failed"), is(empty()));
  }

  private List<String> staged(String loadId) {
    return s3().keys(BUCKET, "staging/" + new Load(loadId, appended.name(), List.of()).key() + "/");
  }

  @Test
  void aTruncateThatBreaksAnywhereIsAppliedOnce() throws Exception {
    onceHoweverItBreaks(TRUNCATE, List.of(PARIS), "DELETE FROM \"public\"");
  }

  @Test
  void aReplacementOfPartitionsThatBreaksAnywhereIsAppliedOnce() throws Exception {
    onceHoweverItBreaks(
        LoadOptions.DEFAULTS.withPartitionReplace("version", List.of("1", "2")),
        List.of(PARIS),
        "CREATE TEMP TABLE \"headrace_partitions\"");
  }

  private void onceHoweverItBreaks(LoadOptions tried, List<Reading> expected, String aStep)
      throws Exception {
    List<String> broken = new ArrayList<>();
    for (IntFunction<BreakOnce> faults :
        List.<IntFunction<BreakOnce>>of(BreakOnce::before, BreakOnce::after)) {
      for (int step = 1; ; step++) {
        nameTables();
        given(OSLO, ROME);
        options = tried;
        BreakOnce fault = faults.apply(step);
        StoredObject file = file(PARIS);
        Status status = load(warehouse(fault), appended, "1", file).status();
        if (fault.broken() == null) {
          break;
        }
        broken.add(fault.broken());

        assertThat(fault.broken(), status, in(Status.values()));
        assertThat(fault.broken(), readings(), is(sorted(expected)));
        assertThat(fault.broken(), ledgerRows(), is(2L));
      }
    }
    assertThat(broken, hasItem(startsWith(aStep)));
    assertThat(broken, hasItem(Faults.COMMIT));
  }

  @Test
  void aTruncateThatIsOvertakenByItsTwinDeletesNothing() throws Exception {
    given(OSLO);
    options = TRUNCATE;
    StoredObject file = file(PARIS);
    AtomicBoolean overtaken = new AtomicBoolean();
    Faults twin =
        (connection, step) -> {
          if (step.startsWith("LOCK") && overtaken.compareAndSet(false, true)) {
            try {
              load(appended, "1", file);
              options = LoadOptions.DEFAULTS;
              load(appended, "2", file(ROME));
              options = TRUNCATE;
            } catch (java.io.IOException e) {
              throw new SQLException(e);
            }
          }
        };

    assertThat(load(warehouse(twin), appended, "1", file).status(), is(Status.ALREADY_LOADED));
    assertThat(readings(), is(sorted(ROME, PARIS)));
  }
}
