package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoaderTest extends WarehouseFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1, "x", "y");
  private static final Reading ROME = Reading.of("b", null, 1);

  private void assertUntouched(Reading... before) throws Exception {
    assertThat(readings(), is(sorted(before)));
    assertThat(ledgerRows(), is(before.length == 0 ? 0L : 1L));
  }

  @Test
  void anAppendAddsEveryRowOfEveryFileAlsoEqualOnes() throws Exception {
    LoadResult first = load(appended, "1", file(OSLO, ROME), file(OSLO));
    load(appended, "2", file(ROME));

    assertThat(Results.brief(first), is(LoadResult.of("1", appended.name(), Status.LOADED, 3)));
    assertThat(readings(), is(sorted(OSLO, OSLO, ROME, ROME)));
    assertThat(copies(appended, "1"), is(1L));
  }

  @Test
  void tablesThatAreThereAreNotMadeAgainAsThatAsksForOtherRights() throws Exception {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();

    load(warehouse((connection, step) -> first.add(step)), appended, "1", file(OSLO));
    load(warehouse((connection, step) -> second.add(step)), appended, "2", file(ROME));

    assertThat(first, hasItem(startsWith("CREATE TABLE")));
    assertThat(second, not(hasItem(startsWith("CREATE TABLE"))));
    assertThat(readings(), is(sorted(OSLO, ROME)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void upsertsEqualTheirModel(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Reading> model = new TreeMap<>();
    for (int load = 0; load < 5; load++) {
      List<Reading> rows = someRows(random);
      for (Reading row : rows) {
        model.merge(row.id(), row, RedshiftModel::later);
      }
      int cut = random.nextInt(rows.size());
      load(
          upserted,
          "load " + load,
          file(Reading.SCHEMA, rows.subList(0, cut)),
          file(Reading.SCHEMA, rows.subList(cut, rows.size())));

      assertThat("seed " + seed, readings(), is(sorted(model.values())));
    }
    assertThat(ledgerRows(), is(5L));
  }

  /** Each id once, as the pipeline promises. */
  private static List<Reading> someRows(Random random) {
    List<Reading> rows = new ArrayList<>();
    for (int id = 0; id < 20; id++) {
      if (random.nextInt(3) > 0) {
        String place = random.nextInt(4) == 0 ? null : "place " + random.nextInt(1_000);
        rows.add(Reading.of("id" + id, place, random.nextInt(4), "t" + random.nextInt(10)));
      }
    }
    return rows;
  }

  @Test
  void aStaleRowIsLeftOutAndOneOfTheSameVersionReplaces() throws Exception {
    load(upserted, "1", file(Reading.of("a", "new", 5), Reading.of("b", "old", 5)));
    load(upserted, "2", file(Reading.of("a", "stale", 4), Reading.of("b", "same", 5)));

    assertThat(readings(), is(sorted(Reading.of("a", "new", 5), Reading.of("b", "same", 5))));
  }

  @Test
  void withoutASequenceTheLastLoadWins() throws Exception {
    load(appended.withKeys("id"), "1", file(Reading.of("a", "first", 5)));
    load(appended.withKeys("id"), "2", file(Reading.of("a", "second", 4)));

    assertThat(readings(), is(sorted(Reading.of("a", "second", 4))));
  }

  @Test
  void severalKeysTellRowsApartTogether() throws Exception {
    RedshiftTable table = appended.withKeys("id", "version");

    load(table, "1", file(Reading.of("a", "one", 1), Reading.of("a", "two", 2)));
    load(table, "2", file(Reading.of("a", "changed", 2), Reading.of("b", "two", 2)));

    assertThat(
        readings(),
        is(
            sorted(
                Reading.of("a", "one", 1),
                Reading.of("a", "changed", 2),
                Reading.of("b", "two", 2))));
  }

  @Test
  void columnsTheLoadDoesNotKnowKeepTheirValues() throws Exception {
    load(upserted, "1", file(OSLO));
    run("ALTER TABLE " + upserted.name() + " ADD COLUMN note VARCHAR(20)");
    run("UPDATE " + upserted.name() + " SET note = 'kept'");

    load(upserted, "2", file(Reading.of("a", "Bergen", 2)));

    assertThat(
        rows("SELECT place, note FROM " + upserted.name()), is(List.of(List.of("Bergen", "kept"))));
  }

  @Test
  void nullWhereNoneMayBeFailsTheWholeLoadByTheColumnsName() throws Exception {
    load(upserted, "1", file(OSLO));
    Reading noVersion = new Reading("c", "Paris", null, List.of());
    StoredObject lax = file(Reading.LAX_SCHEMA, List.of(ROME, noVersion));

    Exception failure =
        assertThrows(IllegalStateException.class, () -> load(upserted, "2", file(ROME), lax));

    assertThat(failure.getMessage(), allOf(containsString("NULL"), containsString("version")));
    assertUntouched(OSLO);
  }

  @Test
  void nullInAKeyIsFoundAlsoWhereTheTableItselfWouldTakeIt() throws Exception {
    load(upserted, "1", file(OSLO));
    run("ALTER TABLE " + upserted.name() + " ALTER COLUMN version DROP NOT NULL");
    Reading noVersion = new Reading("c", "Paris", null, List.of());
    StoredObject lax = file(Reading.LAX_SCHEMA, List.of(noVersion));
    RedshiftTable table = appended.withKeys("version");

    assertThrows(IllegalStateException.class, () -> load(table, "2", lax));

    assertUntouched(OSLO);
  }

  @Test
  void aKeyThatStandsTwiceInTheFilesFailsTheLoad() throws Exception {
    load(upserted, "1", file(OSLO));
    StoredObject one = file(Reading.of("c", "one", 1));
    StoredObject two = file(Reading.of("c", "two", 2));

    Exception failure =
        assertThrows(IllegalStateException.class, () -> load(upserted, "2", one, two));

    assertThat(failure.getMessage(), containsString("more than once"));
    assertUntouched(OSLO);
  }

  @Test
  void aFileOfAnotherLengthThanDeclaredFailsTheLoad() throws Exception {
    StoredObject file = file(OSLO);
    StoredObject longer =
        StoredObject.of(file.uri(), file.bytes() + 1, file.records(), file.sha256());

    assertThrows(SQLException.class, () -> load(appended, "1", longer, file(ROME)));

    assertUntouched();
  }

  @Test
  void aMissingFileFailsTheLoad() throws Exception {
    StoredObject missing = StoredObject.of("s3://" + BUCKET + "/data/gone.parquet", 9, 1, "00");

    assertThrows(SQLException.class, () -> load(appended, "1", missing, file(ROME)));

    assertUntouched();
  }

  @Test
  void aFileWithOtherRowsThanDeclaredFailsTheLoad() throws Exception {
    StoredObject file = file(OSLO);
    StoredObject more = StoredObject.of(file.uri(), file.bytes(), 2, file.sha256());

    Exception failure = assertThrows(IllegalStateException.class, () -> load(appended, "1", more));

    assertThat(
        failure.getMessage(),
        containsString("COPY loaded 1 rows and refused 0, but the files of the load \"1\" hold 2"));
    assertUntouched();
  }

  @Test
  void aLoadThatFailedCanBeMendedUnderTheSameId() throws Exception {
    StoredObject file = file(OSLO);
    StoredObject wrong = StoredObject.of(file.uri(), file.bytes(), 2, file.sha256());
    assertThrows(IllegalStateException.class, () -> load(appended, "1", wrong));

    assertThat(load(appended, "1", file).status(), is(Status.LOADED));
    assertThat(readings(), is(sorted(OSLO)));
  }

  @Test
  void noFileIsALoadTooButNoCopy() throws Exception {
    assertThat(
        Results.brief(load(upserted, "1")),
        is(LoadResult.of("1", upserted.name(), Status.LOADED, 0)));
    assertThat(load(upserted, "1").status(), is(Status.ALREADY_LOADED));

    assertThat(readings(), is(empty()));
    assertThat(ledgerRows(), is(1L));
    assertThat(copies(upserted, "1"), is(0L));
  }

  @Test
  void theSameLoadAgainChangesNothingAndCopiesNothing() throws Exception {
    StoredObject file = file(OSLO, ROME);
    load(appended, "1", file);

    assertThat(
        Results.brief(load(appended, "1", file)),
        is(LoadResult.of("1", appended.name(), Status.ALREADY_LOADED, 2)));
    assertThat(readings(), is(sorted(OSLO, ROME)));
    assertThat(copies(appended, "1"), is(1L));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void theSameLoadWithOtherDataIsRefusedByBothFingerprints() throws Exception {
    StoredObject before = file(OSLO);
    StoredObject now = file(ROME);
    load(appended, "1", before);

    Exception refusal = assertThrows(IllegalStateException.class, () -> load(appended, "1", now));

    assertThat(
        refusal.getMessage(),
        allOf(
            containsString(new Load("1", "", List.of(before)).fingerprint()),
            containsString(new Load("1", "", List.of(now)).fingerprint())));
    assertUntouched(OSLO);
  }

  @Test
  void theLedgerTellsWhatWasApplied() throws Exception {
    StoredObject file = file(OSLO, ROME);
    String loadId = "it's \"№1\"\n🌍'); DROP TABLE t; --";
    load(appended, loadId, file);

    assertThat(
        rows(
            "SELECT load_id, destination, file_count, row_count, byte_count, fingerprint,"
                + " committed_at > GETDATE() - INTERVAL '1 hour',"
                + " committed_at <= GETDATE() FROM "
                + ledger),
        is(
            List.of(
                List.of(
                    loadId,
                    appended.name(),
                    "1",
                    "2",
                    String.valueOf(file.bytes()),
                    new Load("", "", List.of(file)).fingerprint(),
                    "t",
                    "t"))));
  }

  @Test
  void theLedgerCanBeAskedBeforeThereIsOneAndAfter() throws Exception {
    assertThat(LoadLedger.find(warehouse(), appended, ledger, "1"), is(Optional.empty()));

    load(appended, "1", file(OSLO, ROME));

    assertThat(
        LoadLedger.find(warehouse(), appended, ledger, "1").map(Results::brief),
        is(Optional.of(LoadResult.of("1", appended.name(), Status.ALREADY_LOADED, 2))));
    assertThat(LoadLedger.find(warehouse(), appended, ledger, "2"), is(Optional.empty()));
  }

  @Test
  void aTableOfTheUsersThatIsNamedLikeTheStageIsNotDropped() throws Exception {
    run("CREATE TABLE headrace_stage (note VARCHAR(20))");
    try {
      load(appended, "1", file(OSLO));

      assertThat(rows("SELECT note FROM headrace_stage"), is(empty()));
      assertThat(readings(), is(sorted(OSLO)));
    } finally {
      run("DROP TABLE headrace_stage");
    }
  }

  @Test
  void aPrimaryKeyThatIsOnlyDeclaredDoesNotStopAnAppend() throws Exception {
    run(
        "CREATE TABLE "
            + appended.name()
            + " (id VARCHAR(64) NOT NULL PRIMARY KEY, place VARCHAR(64), version BIGINT NOT NULL,"
            + " tags SUPER NOT NULL)");

    load(appended, "1", file(OSLO, OSLO));

    assertThat(readings(), is(sorted(OSLO, OSLO)));
  }

  @Test
  void ofALedgerAndATableOnlyWhatIsMissingIsMade() throws Exception {
    load(appended, "1", file(OSLO));
    String made = ledger;
    ledger = "another_" + ledger;
    List<String> steps = new ArrayList<>();

    load(warehouse((connection, step) -> steps.add(step)), appended, "2", file(ROME));

    assertThat(steps, hasItem(startsWith("CREATE TABLE IF NOT EXISTS \"" + ledger)));
    assertThat(steps, not(hasItem(containsString("\"" + made + "\""))));
    assertThat(steps.stream().filter(step -> step.startsWith("CREATE TABLE")).toList(), hasSize(1));
    assertThat(readings(), is(sorted(OSLO, ROME)));
  }

  /** What an upsert with a sequence makes of two rows of one key. */
  private static final class RedshiftModel {
    static Reading later(Reading there, Reading loaded) {
      return version(there) > version(loaded) ? there : loaded;
    }

    private static long version(Reading reading) {
      Long version = reading.version();
      if (version == null) {
        throw new IllegalArgumentException("The model has no rows without a version");
      }
      return version;
    }
  }
}
