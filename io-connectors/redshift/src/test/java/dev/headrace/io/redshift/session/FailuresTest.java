package dev.headrace.io.redshift.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "could not serialize access                                                    | 40001 | true",
        "deadlock detected                                                             | 40P01 | true",
        "ERROR: 1023 Detail: Serializable isolation violation on table - 1, cycle is 2 | XX000 | true",
        "ERROR: could not complete because of conflict with concurrent transaction     | XX000 | true",
        "ERROR: 1204 Detail: Char length exceeds DDL length                            | XX000 | false",
        "ERROR: syntax error                                                           | 42601 | false",
        "The connection broke                                                          | 08006 | false",
      })
  void onlyConflictsWithOthersAreTriedAgain(String message, String state, boolean conflict) {
    assertThat(Failures.isConflict(new SQLException(message, state)), is(conflict));
  }

  @Test
  void whatIsNoSqlFailureOrSaysNothingIsNoConflict() {
    assertThat(Failures.isConflict(new IllegalStateException("40001")), is(false));
    assertThat(Failures.isConflict(new SQLException()), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The connection broke                                     | 08006 | true",
        "terminating connection due to administrator command      | 57P01 | true",
        "No pg_hba.conf entry                                     | 08004 | false",
        "Connection refused                                       | 08001 | false",
        "ERROR: 1204 Detail: Char length exceeds DDL length       | XX000 | false",
      })
  void aSessionIsLostOnlyIfThereWasOne(String message, String state, boolean lost) {
    assertThat(Failures.isLost(new SQLException(message, state)), is(lost));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERROR: could not open relation with OID 4711 | XX000 | true",
        "ERROR: 1018 DETAIL: Relation does not exist  | XX000 | true",
        "ERROR: 1023 DETAIL: Serializable isolation   | XX000 | false",
      })
  void aTableThatChangedMeanwhileIsSeenByANewSession(String message, String state, boolean old) {
    assertThat(Failures.isOutdated(new SQLException(message, state)), is(old));
  }

  @Test
  void anUndefinedTableIsToldByStateOrWithoutOneByMessage() {
    String message = "ERROR: relation \"ledger\" does not exist";

    assertThat(Failures.isUndefinedTable(new SQLException("x", "42P01")), is(true));
    assertThat(Failures.isUndefinedTable(new SQLException(message)), is(true));
    assertThat(Failures.isUndefinedTable(new SQLException(message, "42703")), is(false));
    assertThat(Failures.isUndefinedTable(new SQLException("column x does not exist")), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAILED: ERROR: deadlock detected                                     | 40P01 | true  | false",
        "FAILED: ERROR: could not serialize access due to concurrent update   | 40001 | true  | false",
        "FAILED: ERROR: 1023 Detail: Serializable isolation violation         | XX000 | true  | false",
        "could not complete because of conflict with concurrent transaction   | XX000 | true  | false",
        "ERROR: terminating connection due to administrator command           | 57P01 | false | true",
        "terminating connection because of crash of another server process    | 57P02 | false | true",
        "ERROR: relation \"ledger\" does not exist                             | 42P01 | false | false",
        "ERROR: syntax error at or near \"LOKC\"                               | ''    | false | false",
      })
  void aMessageStandsForTheStateThatIsNotTold(
      String message, String state, boolean conflict, boolean lost) {
    SQLException failure = new SQLException(message);

    assertThat(Failures.state(failure), is(state));
    assertThat(Failures.isConflict(failure), is(conflict));
    assertThat(Failures.isLost(failure), is(lost));
  }

  @Test
  void aStateThatIsToldIsTheOneThatCounts() {
    SQLException failure = new SQLException("deadlock detected", "22P02");

    assertThat(Failures.state(failure), is("22P02"));
    assertThat(Failures.isConflict(failure), is(false));
  }
}
