package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.testdata.redshift.StatementFaults.Fault;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conflicts elsewhere than in the apply. */
class ConflictsTest extends WarehouseFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final String CONFLICT =
      "could not complete because of conflict with concurrent transaction";

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  private static Fault conflict(String pattern, int number) {
    return redshift().faults().failBefore(pattern, number, "XX000", CONFLICT);
  }

  @Test
  void aCommitInDoubtIsResolvedAlsoIfItsLockMeetsConflicts() throws Exception {
    redshift().faults().dropAfter("^COMMIT$", 1);
    List<Fault> conflicts =
        List.of(conflict("^LOCK", 2), conflict("^LOCK", 3), conflict("^SELECT row_count", 2));

    assertThat(load(appended, "1", file(OSLO)).status(), is(Status.LOADED));

    for (Fault conflict : conflicts) {
      assertThat(conflict.met().isPresent(), is(true));
    }
    assertThat(copies(appended, "1"), is(1L));
    assertThat(readings(), is(sorted(OSLO)));
  }

  @Test
  void whoOnlyLooksIsNotToldOfConflictsEither() throws Exception {
    load(appended, "1", file(OSLO));
    Fault ofLedger = conflict("^SELECT row_count", 1);
    Fault ofCatalog = conflict("^SELECT 0, ordinal_position", 1);

    assertThat(
        LoadLedger.find(warehouse(), appended, ledger, "1").orElseThrow().status(),
        is(Status.ALREADY_LOADED));
    TableCheck.requireColumns(warehouse(), new LoadPlan(appended, LoadOptions.DEFAULTS, ledger));

    assertThat(ofLedger.met().isPresent(), is(true));
    assertThat(ofCatalog.met().isPresent(), is(true));
  }

  @Test
  void conflictsWithoutEndOfAnAlterFailTheLoad() throws Exception {
    run(
        "CREATE TABLE "
            + appended.name()
            + " (id VARCHAR(9) NOT NULL, version BIGINT, tags SUPER)");
    options = LoadOptions.DEFAULTS.withSchemaUpdates(SchemaUpdate.ADD_COLUMNS);
    List<Fault> conflicts = new ArrayList<>();
    for (int number = 1; number <= 2 * Conflicts.MAX_ATTEMPTS; number++) {
      conflicts.add(conflict("^ALTER", number));
    }

    SQLException failure = assertThrows(SQLException.class, () -> load(appended, "1", file(OSLO)));

    assertThat(failure.getMessage(), endsWith(CONFLICT));
    assertThat(
        conflicts.stream().filter(conflict -> conflict.met().isPresent()).count(),
        is((long) Conflicts.MAX_ATTEMPTS));
    assertThat(ledgerRows(), is(0L));
  }
}
