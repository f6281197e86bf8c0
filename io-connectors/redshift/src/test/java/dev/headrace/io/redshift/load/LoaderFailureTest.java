package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.transforms.run.StoredObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@HangLimit
class LoaderFailureTest extends WarehouseFixture {
  private static final Reading OLD = Reading.of("a", "Oslo", 1);
  private static final Reading NEW = Reading.of("a", "Bergen", 2);
  private static final Reading ROME = Reading.of("b", "Rome", 1);
  private static final Reading STALE = Reading.of("c", "stale", 1);
  private static final Reading PARIS = Reading.of("c", "Paris", 9);

  @Test
  void anAppendWhoseConnectionBreaksBeforeAnyStepIsAppliedOnce() throws Exception {
    appendsOnceHoweverItBreaks(BreakOnce::before);
  }

  @Test
  void anAppendWhoseConnectionBreaksAfterAnyStepIsAppliedOnce() throws Exception {
    appendsOnceHoweverItBreaks(BreakOnce::after);
  }

  private void appendsOnceHoweverItBreaks(IntFunction<BreakOnce> faults) throws Exception {
    List<String> broken = new ArrayList<>();
    for (int step = 1; ; step++) {
      // Each time with tables of its own, so that creating them is among the steps that break.
      nameTables();
      BreakOnce fault = faults.apply(step);
      StoredObject[] files = {file(OLD, ROME), file(PARIS)};
      attempt(fault, appended, files);
      if (fault.broken() == null) {
        break;
      }
      broken.add(fault.broken());

      load(appended, "1", files);

      assertThat(fault.broken(), readings(), is(sorted(OLD, ROME, PARIS)));
      assertThat(fault.broken(), ledgerRows(), is(1L));
    }
    assertStepsOfTheProtocol(broken);
  }

  @Test
  void anUpsertWhoseConnectionBreaksBeforeAnyStepIsAppliedOnce() throws Exception {
    upsertsOnceHoweverItBreaks(BreakOnce::before);
  }

  @Test
  void anUpsertWhoseConnectionBreaksAfterAnyStepIsAppliedOnce() throws Exception {
    upsertsOnceHoweverItBreaks(BreakOnce::after);
  }

  private void upsertsOnceHoweverItBreaks(IntFunction<BreakOnce> faults) throws Exception {
    List<String> broken = new ArrayList<>();
    for (int step = 1; ; step++) {
      nameTables();
      BreakOnce fault = faults.apply(step);
      load(upserted, "0", file(OLD, PARIS));
      StoredObject file = file(NEW, ROME, STALE);
      attempt(fault, upserted, file);
      if (fault.broken() == null) {
        break;
      }
      broken.add(fault.broken());

      load(upserted, "1", file);

      assertThat(fault.broken(), readings(), is(sorted(NEW, ROME, PARIS)));
      assertThat(fault.broken(), ledgerRows(), is(2L));
    }
    assertThat(broken, hasItem(startsWith("MERGE")));
    assertThat(broken, hasItem(startsWith("DELETE")));
    assertStepsOfTheProtocol(broken);
  }

  private void attempt(BreakOnce fault, RedshiftTable table, StoredObject... files)
      throws Exception {
    try {
      load(warehouse(fault), table, "1", files);
    } catch (SQLException e) {
      if (fault.broken() == null) {
        throw e;
      }
    }
  }

  private static void assertStepsOfTheProtocol(List<String> broken) {
    for (String step : List.of("SET", "CREATE", "COPY", "LOCK", "INSERT", "COMMIT")) {
      assertThat(broken, hasItem(startsWith(step)));
    }
  }

  /** Lets the commit be done or not, then says no more. */
  private static Faults atCommit(boolean done, boolean closing) {
    AtomicInteger commits = new AtomicInteger();
    return new Faults() {
      @Override
      public void before(Connection connection, String step) throws SQLException {
        if (!done) {
          fail(connection, step);
        }
      }

      @Override
      public void after(Connection connection, String step) throws SQLException {
        if (done) {
          fail(connection, step);
        }
      }

      private void fail(Connection connection, String step) throws SQLException {
        if (!step.equals(COMMIT) || commits.incrementAndGet() > 1) {
          return;
        }
        if (closing) {
          Faults.breakOff(connection);
        }
        throw new SQLException("No answer came", "08006");
      }
    };
  }

  @Test
  void aCommitThatWasDoneButNotAnsweredIsFoundInTheLedger() throws Exception {
    StoredObject file = file(OLD, ROME);

    LoadResult result = load(warehouse(atCommit(true, true)), appended, "1", file);

    assertThat(result.status(), is(Status.LOADED));
    assertThat(load(appended, "1", file).status(), is(Status.ALREADY_LOADED));
    assertThat(readings(), is(sorted(OLD, ROME)));
    assertThat(ledgerRows(), is(1L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommitThatWasLostIsDoneOnceByANewSessionAlsoIfTheOldOneLives(boolean closing)
      throws Exception {
    StoredObject file = file(OLD, ROME);

    LoadResult result = load(warehouse(atCommit(false, closing)), appended, "1", file);

    assertThat(result.status(), is(Status.LOADED));
    assertThat(copies(appended, "1"), is(2L));
    assertThat(readings(), is(sorted(OLD, ROME)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void aCommitInDoubtStandsAsTheFailureIfNobodyCanTell() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    Faults faults =
        (connection, step) -> {
          if (step.equals(Faults.COMMIT)) {
            commits.incrementAndGet();
            connection.close();
            throw new SQLException("The commit broke", "08006");
          }
          if (commits.get() > 0) {
            throw new SQLException("The warehouse is down", "08001");
          }
        };

    SQLException failure =
        assertThrows(SQLException.class, () -> load(warehouse(faults), appended, "1", file(OLD)));

    assertThat(failure.getMessage(), endsWith("The commit broke"));
    assertThat(
        Objects.requireNonNull(failure.getCause()).getSuppressed()[0].getMessage(),
        endsWith("The warehouse is down"));
  }

  @Test
  void aTextThatIsTooLongForItsColumnIsToldWithWhatWouldWidenIt() throws Exception {
    run(
        "CREATE TABLE "
            + appended.name()
            + " (id VARCHAR(9) NOT NULL, place VARCHAR(2), version BIGINT, tags SUPER)");

    SQLException failure =
        assertThrows(SQLException.class, () -> load(appended, "1", file(OLD, NEW)));

    assertThat(
        failure.getMessage(), startsWith("The load \"1\" into " + appended.name() + " failed: "));
    assertThat(failure.getMessage(), endsWith("WIDEN_VARCHARS would widen the column"));
    assertThat(readings(), is(empty()));
  }

  /** Fails a step of the apply a number of times, on a connection that lives on. */
  private static Faults failing(String prefix, SQLException failure, AtomicInteger times) {
    return (connection, step) -> {
      if (step.startsWith(prefix) && times.getAndDecrement() > 0) {
        throw failure;
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MERGE  | 40001 | could not serialize access",
        "LOCK   | 40P01 | deadlock detected",
        "COMMIT | XX000 | ERROR: 1023 Detail: Serializable isolation violation on table - 7",
        "INSERT | XX000 | could not complete because of conflict with concurrent transaction",
      })
  void aConflictIsTriedAgainWithTheWholeStage(String step, String state, String message)
      throws Exception {
    load(upserted, "0", file(OLD, PARIS));
    AtomicInteger times = new AtomicInteger(3);
    Faults faults = failing(step, new SQLException(message, state), times);

    LoadResult result = load(warehouse(faults), upserted, "1", file(NEW, ROME, STALE));

    assertThat(result.status(), is(Status.LOADED));
    assertThat(times.get(), is(-1));
    assertThat(readings(), is(sorted(NEW, ROME, PARIS)));
    assertThat(copies(upserted, "1"), is(1L));
  }

  @Test
  void conflictsWithoutEndFailTheLoadAndLeaveTheTable() throws Exception {
    load(upserted, "0", file(OLD));
    AtomicInteger times = new AtomicInteger(1_000);
    SQLException conflict =
        new SQLException("ERROR: 1023 Detail: Serializable isolation violation", "XX000");

    SQLException failure =
        assertThrows(
            SQLException.class,
            () -> load(warehouse(failing("MERGE", conflict, times)), upserted, "1", file(NEW)));

    assertThat(failure.getCause(), is(conflict));
    assertThat(
        failure.getMessage(),
        startsWith("The load \"1\" into " + upserted.name() + " failed: ERROR: 1023"));
    assertThat(1_000 - times.get(), is(Conflicts.MAX_ATTEMPTS));
    assertThat(readings(), is(sorted(OLD)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void anInternalErrorThatIsNoConflictIsNotTriedAgain() throws Exception {
    AtomicInteger times = new AtomicInteger(1_000);
    SQLException error = new SQLException("ERROR: 1204 Char length exceeds DDL length", "XX000");

    assertThrows(
        SQLException.class,
        () -> load(warehouse(failing("INSERT", error, times)), appended, "1", file(OLD)));

    assertThat(1_000 - times.get(), is(1));
    assertThat(readings(), is(empty()));
    assertThat(ledgerRows(), is(0L));
  }

  @Test
  void theLockIsTheFirstStatementOfItsTransaction() throws Exception {
    List<String> inTransaction = new ArrayList<>();
    Faults recorder =
        (connection, step) -> {
          if (!connection.getAutoCommit()) {
            inTransaction.add(step);
          }
        };

    load(warehouse(recorder), appended, "1", file(OLD));

    assertThat(inTransaction.size(), greaterThan(3));
    assertThat(inTransaction.get(0), startsWith("LOCK"));
    assertThat(inTransaction.get(inTransaction.size() - 1), is(Faults.COMMIT));
  }

  @Test
  void noSessionIsLeftOpenWhetherTheLoadGoesWellOrNot() throws Exception {
    String name = "headrace_leak_" + UUID.randomUUID();
    Faults named =
        (connection, step) -> {
          if (step.startsWith("SET timezone")) {
            connection.setClientInfo("ApplicationName", name);
          }
        };
    StoredObject file = file(OLD);
    StoredObject wrong = StoredObject.of(file.uri(), file.bytes(), 7, file.sha256());

    load(warehouse(named), appended, "1", file);
    load(warehouse(named), appended, "1", file);
    assertThrows(IllegalStateException.class, () -> load(warehouse(named), appended, "2", wrong));
    assertThrows(IllegalStateException.class, () -> load(warehouse(named), appended, "1"));

    // A session ends a moment after its client has left; one that stays runs into the time limit.
    awaitNone("SELECT pid FROM pg_stat_activity WHERE application_name = '" + name + "'");
  }

  @Test
  void anAttemptWhoseManifestAnotherRemovedFindsTheLoadDone() throws Exception {
    StoredObject file = file(OLD);
    AtomicInteger copies = new AtomicInteger();
    Faults overtaken =
        (connection, step) -> {
          if (step.startsWith("COPY") && copies.incrementAndGet() == 1) {
            loadUnchecked(file);
          }
        };

    LoadResult result = load(warehouse(overtaken), appended, "1", file);

    assertThat(result.status(), is(Status.ALREADY_LOADED));
    assertThat(readings(), is(sorted(OLD)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void anAttemptThatIsOvertakenBeforeItsLockAppliesNothing() throws Exception {
    StoredObject file = file(OLD);
    AtomicInteger locks = new AtomicInteger();
    Faults overtaken =
        (connection, step) -> {
          if (step.startsWith("LOCK") && locks.incrementAndGet() == 1) {
            loadUnchecked(file);
          }
        };

    LoadResult result = load(warehouse(overtaken), appended, "1", file);

    assertThat(result.status(), is(Status.ALREADY_LOADED));
    assertThat(readings(), is(sorted(OLD)));
    assertThat(ledgerRows(), is(1L));
  }

  private void loadUnchecked(StoredObject file) throws SQLException {
    try {
      assertThat(load(appended, "1", file).status(), is(Status.LOADED));
    } catch (java.io.IOException e) {
      throw new SQLException(e);
    }
  }
}
