package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of a user's own in the transaction of a load. */
class ActionsTest extends WaysFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final Reading ROME = Reading.of("b", "Rome", 2);
  private String log;

  @BeforeEach
  void makeLog() throws SQLException {
    log = appended.name() + "_log";
    run("CREATE TABLE " + log + " (step VARCHAR(40), readings BIGINT)");
    options = LoadOptions.DEFAULTS.withPreActions(count("before?")).withPostActions(count("after"));
  }

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  private String count(String step) {
    return "INSERT INTO %s SELECT '%s', COUNT(*) FROM %s".formatted(log, step, appended.name());
  }

  private List<List<String>> logged() throws SQLException {
    return rows("SELECT step, readings FROM " + log + " ORDER BY readings, step DESC");
  }

  @ParameterizedTest
  @EnumSource
  void actionsAreDoneOnceBeforeAndAfterTheRowsOfALoad(Way way) throws Exception {
    StoredObject file = file(OSLO, ROME);

    assertThat(load(by(way), appended, "1", file).status(), is(Status.LOADED));
    assertThat(load(by(way), appended, "1", file).status(), is(Status.ALREADY_LOADED));

    assertThat(logged(), is(List.of(List.of("before?", "0"), List.of("after", "2"))));
    assertThat(readings(), is(sorted(OSLO, ROME)));
  }

  @ParameterizedTest
  @EnumSource
  void anActionThatFailsUndoesTheLoadAndTheOtherActions(Way way) throws Exception {
    options = options.withPostActions(count("after"), "DELETE FROM nowhere");
    StoredObject file = file(OSLO);

    SQLException failure =
        assertThrows(SQLException.class, () -> load(by(way), appended, "1", file));

    assertThat(failure.getMessage(), containsString("nowhere"));
    assertThat(logged(), is(empty()));
    assertThat(readings(), is(empty()));
    assertThat(ledgerRows(), is(0L));
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatIsOvertakenBeforeItsLockDoesNoAction(Way way) throws Exception {
    StoredObject file = file(OSLO);
    AtomicBoolean overtaken = new AtomicBoolean();
    redshift()
        .faults()
        .watch(
            sql -> {
              if (sql.startsWith("LOCK") && overtaken.compareAndSet(false, true)) {
                loadUnchecked(file);
              }
            });

    assertThat(load(by(way), appended, "1", file).status(), is(Status.ALREADY_LOADED));

    assertThat(logged(), is(List.of(List.of("before?", "0"), List.of("after", "1"))));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  private void loadUnchecked(StoredObject file) {
    try {
      assertThat(load(appended, "1", file).status(), is(Status.LOADED));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void actionsOfATransactionThatIsTriedAgainAreDoneOnce() throws Exception {
    redshift().faults().failBefore("^INSERT INTO \"ledger.*fingerprint", 1, "40001", "conflict");

    load(appended, "1", file(OSLO));

    assertThat(logged(), is(List.of(List.of("before?", "0"), List.of("after", "1"))));
  }

  @Test
  void actionsAreDoneWhateverBecomesOfTheRowsThatWereThere() throws Exception {
    load(appended, "0", file(OSLO));
    for (Disposition disposition : List.of(Disposition.TRUNCATE, Disposition.EMPTY)) {
      run("DELETE FROM " + log);
      options = options.withDisposition(disposition);
      if (disposition == Disposition.EMPTY) {
        options = options.withPreActions("DELETE FROM " + appended.name(), count("before?"));
      }

      load(appended, disposition.name(), file(OSLO, ROME));

      String before = disposition == Disposition.EMPTY ? "0" : "1";
      assertThat(logged(), is(List.of(List.of("before?", before), List.of("after", "2"))));
      assertThat(readings(), is(sorted(OSLO, ROME)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "commit work",
        " \n TRUNCATE t",
        "Begin",
        "START TRANSACTION",
        "END",
        "ROLLBACK",
        "ABORT",
        "CALL p()",
        "DELETE FROM t; COMMIT",
        "/* first */ COMMIT",
        "-- first\nCOMMIT",
        "(COMMIT)",
        "",
      })
  void whatWouldEndTheTransactionIsRefused(String statement) {
    LoadOptions defaults = LoadOptions.DEFAULTS;

    assertThrows(IllegalArgumentException.class, () -> defaults.withPreActions(statement));
    assertThrows(
        IllegalArgumentException.class, () -> defaults.withPostActions("SELECT 1", statement));
  }

  @Test
  void wordsThatOnlyBeginAlikeAreTaken() {
    options = options.withPreActions("COMMENT ON TABLE t IS 'END'", "ANALYZE t", "SELECT 1");
  }
}
