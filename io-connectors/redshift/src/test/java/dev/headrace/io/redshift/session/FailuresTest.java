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
}
