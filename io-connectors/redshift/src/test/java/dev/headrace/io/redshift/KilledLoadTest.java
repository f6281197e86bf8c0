package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadOptions.DuplicateKeys;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.testdata.redshift.StatementFaults;
import dev.headrace.testdata.redshift.StatementFaults.Fault;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A load whose session is dropped by the server at any of its statements is applied once. */
@HangLimit
class KilledLoadTest extends WaysFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final Reading BERGEN = Reading.of("a", "Bergen", 2);
  private static final Reading ROME = Reading.of("b", "Rome", 2);
  private static final Reading PARIS = Reading.of("c", "Paris", 9);
  private static final Reading STALE = Reading.of("c", "stale", 2);
  private static final String ANY = "";
  private static final boolean ALL = "all".equals(System.getProperty("kills"));

  private interface Kill {
    Fault at(StatementFaults faults, int statement);
  }

  /** What is there, what a load brings, what is there then, and a statement that only it has. */
  private record Change(
      String name,
      LoadOptions options,
      List<Reading> before,
      List<Reading> loaded,
      List<Reading> after,
      String ownStatement) {

    RedshiftTable table(RedshiftTable appended, RedshiftTable upserted) {
      return KEYED.contains(name) ? upserted : appended;
    }

    /** Whether the load makes the table, so that all its statements are its own. */
    boolean isOfANewTable() {
      return name.equals(APPEND);
    }

    /** The ways that it is killed by, of which one is enough for what differs by the SQL alone. */
    Stream<Way> ways() {
      return ONE_WAY.contains(name) && !ALL
          ? Stream.of(Way.AMAZON_DRIVER)
          : Stream.of(Way.AMAZON_DRIVER, Way.DATA_API);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String APPEND = "append";
  private static final String UPSERT = "upsert";
  private static final String EMPTY = "empty";
  private static final String LATEST = "latest of duplicate keys";
  private static final Set<String> KEYED = Set.of(UPSERT, LATEST);
  private static final Set<String> ONE_WAY = Set.of(EMPTY, LATEST);
  private static final List<Change> CHANGES =
      List.of(
          new Change(
              APPEND,
              LoadOptions.DEFAULTS,
              List.of(),
              List.of(OSLO, ROME),
              List.of(OSLO, ROME),
              "CREATE TABLE IF NOT EXISTS \"public\""),
          new Change(
              UPSERT,
              LoadOptions.DEFAULTS,
              List.of(OSLO, PARIS),
              List.of(BERGEN, ROME, STALE),
              List.of(BERGEN, ROME, PARIS),
              "MERGE INTO"),
          new Change(
              "truncate",
              LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE),
              List.of(OSLO, PARIS),
              List.of(BERGEN, ROME),
              List.of(BERGEN, ROME),
              "DELETE FROM \"public\""),
          new Change(
              "replace partitions",
              LoadOptions.DEFAULTS.withPartitionReplace("version"),
              List.of(Reading.of("x", "old", 2), OSLO, PARIS),
              List.of(BERGEN, ROME),
              List.of(OSLO, BERGEN, ROME, PARIS),
              "CREATE TEMP TABLE \"headrace_partitions\""),
          new Change(
              EMPTY,
              LoadOptions.DEFAULTS.withDisposition(Disposition.EMPTY),
              List.of(),
              List.of(OSLO, ROME),
              List.of(OSLO, ROME),
              "INSERT INTO \"public\""),
          new Change(
              LATEST,
              LoadOptions.DEFAULTS.withDuplicateKeys(DuplicateKeys.KEEP_LATEST),
              List.of(OSLO, PARIS),
              List.of(OSLO, BERGEN, ROME, STALE),
              List.of(BERGEN, ROME, PARIS),
              "CREATE TEMP TABLE \"headrace_ready\""));

  private static Stream<Arguments> changes() {
    return CHANGES.stream().flatMap(change -> change.ways().map(way -> Arguments.of(change, way)));
  }

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aLoadThatIsKilledAfterAnyStatementIsAppliedOnce(Change change, Way way) throws Exception {
    appliedOnce(change, way, (faults, statement) -> faults.dropAfter(ANY, statement), "");
  }

  /**
   * What the server holds then is what it holds after the statement before, so that only the client
   * can tell: of all statements where a commit is what it waits for, or if {@code -Dkills=all}.
   */
  @ParameterizedTest
  @MethodSource("changes")
  void aLoadThatIsKilledBeforeAnyStatementIsAppliedOnce(Change change, Way way) throws Exception {
    boolean all = ALL || (way == Way.AMAZON_DRIVER && change.isOfANewTable());
    appliedOnce(
        change, way, (faults, statement) -> faults.dropBefore(ANY, statement), all ? "" : "COMMIT");
  }

  /** Kills a load at each statement that begins so, and each time tries it again. */
  private void appliedOnce(Change change, Way way, Kill kill, String beginning) throws Exception {
    StoredObject file = file(Reading.SCHEMA, change.loaded());
    load(appended, "0", file(Reading.SCHEMA, change.before()));
    String template = appended.name();
    List<String> statements = statements(change, way, template, file);
    assertThat(statements.size(), greaterThan(12));
    List<String> killed = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      // What comes before is the same for all.
      boolean own = change.isOfANewTable() || ALL || i >= copy(statements);
      if (!own || !statements.get(i).startsWith(beginning)) {
        continue;
      }
      prepare(change, template);
      RedshiftTable table = change.table(appended, upserted);
      Fault fault = kill.at(redshift().faults(), i + 1);
      attempt(way, fault, table, file);
      redshift().faults().clear();
      String sql = fault.met().orElseThrow();
      killed.add(sql);

      load(by(way), table, "1", file);

      assertThat(sql, readings(), is(sorted(change.after())));
      assertThat(sql, ledgerRows(), is(1L));
    }
    assertThat(killed, hasItem(startsWith("COMMIT")));
    if (beginning.isEmpty()) {
      for (String step : List.of("COPY", "LOCK", "INSERT", change.ownStatement())) {
        assertThat(killed, hasItem(startsWith(step)));
      }
    }
  }

  /** Those of a load that nothing disturbs. */
  private List<String> statements(Change change, Way way, String template, StoredObject file)
      throws Exception {
    prepare(change, template);
    List<String> statements = Collections.synchronizedList(new ArrayList<>());
    redshift().faults().watch(statements::add);
    load(by(way), change.table(appended, upserted), "1", file);
    redshift().faults().clear();
    return statements;
  }

  private static int copy(List<String> statements) {
    return (int) statements.stream().takeWhile(sql -> !sql.startsWith("COPY")).count();
  }

  /** Each time with tables of its own, so that making them is among what is killed. */
  private void prepare(Change change, String template) throws SQLException {
    nameTables();
    if (!change.isOfANewTable()) {
      run("CREATE TABLE " + appended.name() + " AS SELECT * FROM " + template);
    }
    options = change.options();
  }

  private void attempt(Way way, Fault fault, RedshiftTable table, StoredObject file)
      throws Exception {
    try {
      load(by(way), table, "1", file);
    } catch (SQLException e) {
      if (fault.met().isEmpty()) {
        throw e;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCopyThatIsDoneAfterItsClientHasGoneChangesNothing(Way way) throws Exception {
    StoredObject file = file(OSLO);
    List<Fault> faults = new ArrayList<>();
    for (int session = 1; session <= 3; session++) {
      faults.add(redshift().faults().dropAfter("^COPY", session));
    }

    assertThrows(SQLException.class, () -> load(by(way), appended, "1", file));

    redshift().faults().clear();
    long lost = faults.stream().filter(fault -> fault.met().isPresent()).count();
    assertThat(lost, greaterThan(0L));
    assertThat(copies(appended, "1"), is(lost));
    assertThat(readings(), is(List.of()));
    assertThat(ledgerRows(), is(0L));
    // The sessions' tables go a moment after their clients.
    awaitNone("SELECT 1 FROM pg_class WHERE relname = 'headrace_stage'");
    assertThat(load(by(way), appended, "1", file).status(), is(Status.LOADED));
    assertThat(readings(), is(sorted(OSLO)));
  }

  @Test
  void aCommitThatAmazonsDriverGetsNoAnswerToIsFoundInTheLedger() throws Exception {
    StoredObject file = file(OSLO);
    redshift().faults().dropAfter("^COMMIT$", 1);

    assertThat(load(by(Way.AMAZON_DRIVER), appended, "1", file).status(), is(Status.LOADED));

    assertThat(copies(appended, "1"), is(1L));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void aCommitThatAmazonsDriverLosesIsDoneOnceByANewSession() throws Exception {
    StoredObject file = file(OSLO);
    redshift().faults().dropBefore("^COMMIT$", 1);

    assertThat(load(by(Way.AMAZON_DRIVER), appended, "1", file).status(), is(Status.LOADED));

    assertThat(copies(appended, "1"), is(2L));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @ParameterizedTest
  @EnumSource
  void aConflictIsTriedAgainByEveryWay(Way way) throws Exception {
    String conflict = "ERROR: 1023 Detail: Serializable isolation violation on table - 7";
    for (int number = 1; number <= 3; number++) {
      redshift().faults().failBefore("^LOCK", number, "XX000", conflict);
    }

    assertThat(load(by(way), appended, "1", file(OSLO)).status(), is(Status.LOADED));

    assertThat(copies(appended, "1"), is(1L));
    assertThat(readings(), is(sorted(OSLO)));
  }
}
