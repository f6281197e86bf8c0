package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a result tells of a load. */
class LoadResultTest extends WarehouseFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final Reading ROME = Reading.of("b", "Rome", 2);
  private static final Reading PARIS = Reading.of("c", "Paris", 9);

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  private String attempt() throws Exception {
    return rows("SELECT attempt FROM " + ledger).get(0).get(0);
  }

  private static void assertNow(Optional<Instant> time) {
    Instant now = Instant.now();
    assertThat(
        time.orElseThrow(),
        is(
            allOf(
                greaterThanOrEqualTo(now.minus(Duration.standardHours(1))),
                lessThanOrEqualTo(now.plus(Duration.standardHours(1))))));
  }

  @Test
  void aLoadTellsItsFilesItsAttemptAndItsRows() throws Exception {
    StoredObject first = file(OSLO, ROME);
    StoredObject second = file(PARIS);
    Load load = new Load("1", appended.name(), List.of(first, second));

    LoadResult result = load(appended, "1", first, second);

    assertThat(result.loadKey(), is(load.key()));
    assertThat(result.files(), is(2L));
    assertThat(result.bytes(), is(first.bytes() + second.bytes()));
    assertThat(result.fingerprint(), is(load.fingerprint()));
    assertThat(result.attempt(), is(attempt()));
    assertThat(result.manifests(), is(Optional.of(STAGING + "/" + load.key() + "/")));
    assertThat(result.rowsInserted(), is(Optional.of(3L)));
    assertThat(result.rowsDeleted(), is(Optional.empty()));
    assertThat(result.committedAt(), is(Optional.empty()));
    assertNow(result.startedAt());
  }

  @Test
  void aLoadThatWasAppliedBeforeIsToldAsTheLedgerHasIt() throws Exception {
    LoadResult first = load(appended, "1", file(OSLO, ROME));
    options = LoadOptions.DEFAULTS.withMismatch(LoadOptions.Mismatch.SKIP);

    LoadResult again = load(appended, "1", file(PARIS), file(OSLO));
    LoadResult found = LoadLedger.find(warehouse(), appended, ledger, "1").orElseThrow();

    for (LoadResult result : List.of(again, found)) {
      assertThat(result.status(), is(Status.ALREADY_LOADED));
      assertThat(result.loadKey(), is(first.loadKey()));
      assertThat(result.files(), is(1L));
      assertThat(result.bytes(), is(first.bytes()));
      assertThat(result.fingerprint(), is(first.fingerprint()));
      assertThat(result.attempt(), is(first.attempt()));
      assertThat(result.rowsInserted(), is(Optional.empty()));
      assertThat(result.startedAt(), is(Optional.empty()));
      assertNow(result.committedAt());
    }
  }

  @Test
  void aLoadWhoseCommitWasInDoubtIsToldWithoutRowsThatNobodyTold() throws Exception {
    redshift().faults().dropAfter("^COMMIT$", 1);

    LoadResult result = load(appended, "1", file(OSLO));

    assertThat(result.status(), is(Status.LOADED));
    assertThat(result.attempt(), is(attempt()));
    assertThat(result.rowsInserted(), is(Optional.empty()));
    assertNow(result.startedAt());
    assertNow(result.committedAt());
  }

  @Test
  void whatMakesWayForALoadIsTold() throws Exception {
    load(appended, "0", file(OSLO, ROME));
    options = LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE);
    LoadResult truncated = load(appended, "1", file(ROME, PARIS, OSLO));
    options = LoadOptions.DEFAULTS.withPartitionReplace("version", List.of("1", "7"));
    LoadResult replaced = load(appended, "2", file(Reading.of("d", "Bergen", 9)));

    assertThat(truncated.rowsDeleted(), is(Optional.of(2L)));
    assertThat(truncated.rowsInserted(), is(Optional.of(3L)));
    assertThat(replaced.rowsDeleted(), is(Optional.of(2L)));
    assertThat(replaced.rowsInserted(), is(Optional.of(1L)));
  }

  @Test
  void rowsThatAreMergedAreNotToldAsInserted() throws Exception {
    assertThat(load(upserted, "1", file(OSLO)).rowsInserted(), is(Optional.empty()));
  }

  @Test
  void allOfAResultTravels() throws Exception {
    options = LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE);
    LoadResult loaded = load(appended, "1", file(OSLO));
    LoadResult again = load(appended, "1", file(OSLO));

    for (LoadResult result : List.of(loaded, again)) {
      assertThat(CoderUtils.clone(LoadResult.CODER, result), is(result));
    }
  }
}
