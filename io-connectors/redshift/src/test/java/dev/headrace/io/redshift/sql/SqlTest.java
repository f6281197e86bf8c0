package dev.headrace.io.redshift.sql;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  void aQuestionMarkInAQuotedNameOrLiteralStandsForNoValue() {
    Sql sql = Sql.of("DELETE FROM \"a\"\"?\" WHERE \"b?\" = 'it''s?' AND id = ?", 7L);

    assertThat(
        sql.pieces(), contains("DELETE FROM \"a\"\"?\" WHERE \"b?\" = 'it''s?' AND id = ", ""));
    assertThat(
        Literals.inline(sql), is("DELETE FROM \"a\"\"?\" WHERE \"b?\" = 'it''s?' AND id = 7"));
  }

  @Test
  void valuesStandInTheOrderOfTheirQuestionMarks() {
    Sql sql = Sql.of("SELECT ?, \"?\", ?, ?", 1L, null, "what?");

    assertThat(Literals.inline(sql), is("SELECT 1, \"?\", NULL, 'what?'"));
  }

  @Test
  void asManyValuesAsQuestionMarksAreAskedFor() {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> Sql.of("SELECT ?, \"?\"", 1L, 2L));

    assertThat(
        refusal.getMessage(), containsString("A statement with 1 question marks has 2 values"));
  }
}
