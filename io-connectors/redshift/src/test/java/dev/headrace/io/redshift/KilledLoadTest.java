package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.testdata.redshift.StatementFaults;
import dev.headrace.testdata.redshift.StatementFaults.Fault;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A load whose session is dropped by the server at any of its statements is applied once. */
@Timeout(300)
class KilledLoadTest extends WaysFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);
  private static final Reading ROME = Reading.of("b", "Rome", 2);
  private static final String ANY = "";

  private interface Kill {
    Fault at(StatementFaults faults, int statement);
  }

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  @ParameterizedTest
  @EnumSource(names = {"AMAZON_DRIVER", "DATA_API"})
  void anAppendThatIsKilledBeforeAnyStatementIsAppliedOnce(Way way) throws Exception {
    appendsOnce(way, (faults, statement) -> faults.dropBefore(ANY, statement));
  }

  @ParameterizedTest
  @EnumSource(names = {"AMAZON_DRIVER", "DATA_API"})
  void anAppendThatIsKilledAfterAnyStatementIsAppliedOnce(Way way) throws Exception {
    appendsOnce(way, (faults, statement) -> faults.dropAfter(ANY, statement));
  }

  private void appendsOnce(Way way, Kill kill) throws Exception {
    List<String> killed = new ArrayList<>();
    StoredObject[] files = {file(OSLO), file(ROME)};
    for (int statement = 1; ; statement++) {
      // Each time with tables of its own, so that making them is among what is killed.
      nameTables();
      Fault fault = kill.at(redshift().faults(), statement);
      attempt(way, fault, files);
      redshift().faults().clear();
      if (fault.met().isEmpty()) {
        break;
      }
      String sql = fault.met().orElseThrow();
      killed.add(sql);

      load(by(way), appended, "1", files);

      assertThat(sql, readings(), is(sorted(OSLO, ROME)));
      assertThat(sql, ledgerRows(), is(1L));
    }
    assertThat(killed.size(), greaterThan(12));
    for (String step : List.of("SET", "CREATE", "COPY", "LOCK", "INSERT", "COMMIT")) {
      assertThat(killed, hasItem(startsWith(step)));
    }
  }

  private void attempt(Way way, Fault fault, StoredObject... files) throws Exception {
    try {
      load(by(way), appended, "1", files);
    } catch (SQLException e) {
      if (fault.met().isEmpty()) {
        throw e;
      }
    }
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
