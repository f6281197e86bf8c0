package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictsTest {
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
    assertThat(Conflicts.isConflict(new SQLException(message, state)), is(conflict));
  }

  @Test
  void whatIsNoSqlFailureOrSaysNothingIsNoConflict() {
    assertThat(Conflicts.isConflict(new IllegalStateException("40001")), is(false));
    assertThat(Conflicts.isConflict(new SQLException()), is(false));
  }
}
