package dev.headrace.io.redshift.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.Faults;
import dev.headrace.io.redshift.load.WarehouseFixture;
import dev.headrace.io.redshift.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcSessionTest extends WarehouseFixture {
  private static String shown(RedshiftSession session, String setting) throws SQLException {
    return session.query(Sql.of("SHOW " + setting)).get(0).text(0);
  }

  @Test
  void aSessionIsInUtcAndHasTheTimeLimitThatIsSet() throws Exception {
    RedshiftConnection connection = warehouse().withStatementTimeout(Duration.ofSeconds(7));

    try (RedshiftSession session = connection.open()) {
      assertThat(shown(session, "timezone"), is("UTC"));
      assertThat(shown(session, "statement_timeout"), is("7s"));
      assertThat(
          session.query(Sql.of("SELECT pg_backend_pid()")).get(0).number(0),
          is((long) session.backend()));
    }
  }

  @Test
  void theQueryGroupIsSetByAStatementOfItsOwn() {
    List<String> steps = new ArrayList<>();
    Faults recorder =
        (connection, step) -> {
          steps.add(step);
          if (step.startsWith("SET query_group")) {
            throw new SQLException("seen");
          }
        };

    assertThrows(SQLException.class, () -> warehouse(recorder).withQueryGroup("o'clock").open());

    assertThat(steps, hasItem("SET query_group TO 'o''clock'"));
  }

  @Test
  void valuesAreBoundAndWhatWasChangedIsCounted() throws Exception {
    try (RedshiftSession session = warehouse().open()) {
      session.execute(Sql.of("CREATE TEMP TABLE mine (id BIGINT, note VARCHAR(20))"));

      long changed = session.execute(Sql.of("INSERT INTO mine VALUES (?, ?)", 1L, "o'\\n\n🌍"));

      assertThat(changed, is(1L));
      assertThat(
          session.query(Sql.of("SELECT note, NULL FROM mine")),
          is(List.of(new SqlRow(java.util.Arrays.asList("o'\\n\n🌍", null)))));
    }
  }

  @Test
  void aTransactionThatFailsIsUndoneAndTheSessionGoesOn() throws Exception {
    try (RedshiftSession session = warehouse().open()) {
      session.execute(Sql.of("CREATE TEMP TABLE mine (id BIGINT)"));

      SQLException failure =
          assertThrows(
              SQLException.class,
              () ->
                  session.inTransaction(
                      List.of(Sql.of("INSERT INTO mine VALUES (1)"), Sql.of("SELECT 1 / 0"))));

      assertThat(failure.getSQLState(), startsWith("22"));
      assertThat(
          session.inTransaction(List.of(Sql.of("INSERT INTO mine VALUES (2)"))), is(List.of(1L)));
      assertThat(session.query(Sql.of("SELECT id FROM mine")).size(), is(1));
    }
  }
}
