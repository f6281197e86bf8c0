package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftSemanticsTest extends WarehouseTest {
  @BeforeEach
  void dropTable() throws SQLException {
    run("DROP TABLE IF EXISTS t");
  }

  @AfterEach
  void backToSnapshots() {
    redshift.isolate(Isolation.SNAPSHOT);
  }

  private static Connection transaction() throws SQLException {
    Connection connection = redshift.connect();
    connection.setAutoCommit(false);
    return connection;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (n INT, s VARCHAR(5))",
        "CREATE TABLE t AS SELECT 1 AS n, 'a'::VARCHAR(5) AS s",
        "CREATE TABLE o (s VARCHAR(5)); CREATE TABLE t (n INT, LIKE o); DROP TABLE o",
        "CREATE TABLE t (n INT); ALTER TABLE t ADD COLUMN s VARCHAR(5)",
        "CREATE TABLE t (n INT, r VARCHAR(5)); ALTER TABLE t RENAME COLUMN r TO s",
      })
  void aVarcharCountsBytesHoweverItsTableWasMade(String ddl) throws SQLException {
    run(ddl, "INSERT INTO t (s) VALUES ('éé'), ('abcde'), ('ab       '), (NULL)");

    SQLException tooLong = refusal("INSERT INTO t (s) VALUES ('ééé')");

    assertThat(tooLong.getSQLState(), is("22001"));
    assertThat(
        tooLong.getMessage(), containsString("value too long for type character varying(5)"));
  }

  @Test
  void aTemporaryTableCountsBytesToo() throws SQLException {
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TEMP TABLE own (s VARCHAR(2), c CHAR(2))");
      assertThrows(SQLException.class, () -> run(connection, "INSERT INTO own VALUES ('éé', '')"));
      SQLException multibyte =
          assertThrows(
              SQLException.class, () -> run(connection, "INSERT INTO own VALUES ('', 'é')"));
      assertThat(multibyte.getMessage(), containsString("multibyte character not supported"));
    }
  }

  @Test
  void aWidenedVarcharTakesMoreBytes() throws SQLException {
    run(
        "CREATE TABLE t (s VARCHAR(2))",
        "ALTER TABLE t ALTER COLUMN s TYPE VARCHAR(6)",
        "INSERT INTO t VALUES ('ééé')");

    assertThat(refusal("INSERT INTO t VALUES ('éééé')").getSQLState(), is("22001"));
    SQLException same = refusal("ALTER TABLE t ALTER s TYPE VARCHAR(6)");
    assertThat(same.getSQLState(), is("0A000"));
    assertThat(same.getMessage(), is("target column size should be different"));
    assertThat(refusal("ALTER TABLE t ALTER s TYPE VARCHAR(4)").getSQLState(), is("22001"));
    assertThat(refusal("ALTER TABLE t ALTER s TYPE BIGINT").getSQLState(), is("0A000"));
    run("ALTER TABLE t ALTER COLUMN \"S\" TYPE VARCHAR(MAX)", "ALTER TABLE t RENAME s TO x");
  }

  @Test
  void aColumnTypeIsNotAlteredInATransaction() throws SQLException {
    run("CREATE TABLE t (s VARCHAR(2))");
    try (Connection connection = transaction()) {
      SQLException refused =
          assertThrows(
              SQLException.class,
              () -> run(connection, "ALTER TABLE t ALTER COLUMN s TYPE VARCHAR(6)"));

      assertThat(refused.getSQLState(), is("25001"));
      assertThat(refused.getMessage(), containsString("inside a transaction block"));
      assertThrows(SQLException.class, () -> run(connection, "SELECT 1"));
    }
  }

  @Test
  void truncateCommitsWhatWentBefore() throws SQLException {
    run(
        "CREATE TABLE t (n INT)",
        "CREATE TABLE IF NOT EXISTS before (n INT)",
        "INSERT INTO t VALUES (1)");
    try (Connection connection = transaction()) {
      run(connection, "INSERT INTO before VALUES (1)", "TRUNCATE TABLE t");
      connection.rollback();
    }
    try (Connection connection = redshift.connect()) {
      run(connection, "BEGIN", "INSERT INTO before VALUES (2)", "TRUNCATE t", "ROLLBACK");
    }

    assertThat(rows("SELECT count(*) FROM t"), is(List.of(List.of("0"))));
    assertThat(rows("SELECT n FROM before ORDER BY n"), is(List.of(List.of("1"), List.of("2"))));
  }

  @Test
  void aMergeOfTwoRowsIntoOneIsRefusedInRedshiftsWords() throws SQLException {
    run(
        "CREATE TABLE t (n INT, s VARCHAR(9))",
        "CREATE TABLE u (n INT, s VARCHAR(9))",
        "INSERT INTO t VALUES (1, 'there')",
        "INSERT INTO u VALUES (1, 'one'), (1, 'other')");

    SQLException refused =
        refusal(
            "MERGE INTO t USING u ON t.n = u.n WHEN MATCHED THEN UPDATE SET s = u.s"
                + " WHEN NOT MATCHED THEN INSERT VALUES (u.n, u.s)");

    assertThat(refused.getSQLState(), is("XX000"));
    assertThat(refused.getMessage(), containsString("Found multiple matches to update"));
    run("DROP TABLE u");
  }

  @Test
  void aSerializableConflictIsError1023() throws SQLException {
    redshift.isolate(Isolation.SERIALIZABLE);
    run("CREATE TABLE t (n INT)");
    try (Connection first = transaction();
        Connection second = transaction()) {
      for (Connection each : List.of(first, second)) {
        run(each, "SELECT count(*) FROM t");
      }
      for (Connection each : List.of(first, second)) {
        run(each, "INSERT INTO t SELECT count(*) FROM t");
      }
      first.commit();

      SQLException conflict = assertThrows(SQLException.class, second::commit);

      assertThat(conflict.getSQLState(), is("XX000"));
      assertThat(
          conflict.getMessage(),
          allOf(
              containsString("ERROR: 1023"),
              containsString("Serializable isolation violation on table")));
    }
    assertThat(rows("SELECT count(*) FROM t"), is(List.of(List.of("1"))));
  }

  @Test
  void theSameTransactionsBothCommitUnderSnapshots() throws SQLException {
    run("CREATE TABLE t (n INT)");
    try (Connection first = transaction();
        Connection second = transaction()) {
      for (Connection each : List.of(first, second)) {
        run(each, "INSERT INTO t SELECT count(*) FROM t");
      }
      first.commit();
      second.commit();
    }

    assertThat(rows("SELECT n FROM t"), is(List.of(List.of("0"), List.of("0"))));
  }

  @Test
  void settingsOfRedshiftCanBeSetAndShown() throws SQLException {
    try (Connection connection = redshift.connect()) {
      assertThat(rows(connection, "SHOW query_group"), is(List.of(List.of("unset"))));
      run(connection, "SET query_group TO 'load'", "SET statement_timeout TO 60000");
      assertThat(rows(connection, "SHOW query_group"), is(List.of(List.of("load"))));
      run(connection, "RESET query_group");
      assertThat(rows(connection, "SHOW query_group"), is(List.of(List.of("unset"))));
    }
  }

  @Test
  void aSessionCanEndAnother() throws SQLException {
    try (Connection victim = redshift.connect()) {
      String pid = rows(victim, "SELECT pg_backend_pid()").get(0).get(0);
      assertThat(rows("SELECT pg_terminate_backend(" + pid + ")"), is(List.of(List.of("t"))));
      SQLException ended = assertThrows(SQLException.class, () -> run(victim, "SELECT 1"));
      assertThat(ended.getSQLState(), is("57P01"));
    }
  }

  @Test
  void conversionsOfStagedTextAreExact() throws SQLException {
    run(
        "CREATE TABLE t (z TIMESTAMPTZ, c TIME, b VARBYTE(4), d SUPER)",
        "INSERT INTO t SELECT '2024-03-31 01:30:00.000001'::timestamp AT TIME ZONE 'UTC',"
            + " '23:59:59.999999'::time, FROM_HEX('00fF'), JSON_PARSE('{\"a\":[1,null]}')");

    assertThat(
        rows("SELECT z, c, TO_HEX(b), JSON_SERIALIZE(d) FROM t"),
        is(
            List.of(
                List.of(
                    "2024-03-31 01:30:00.000001+00",
                    "23:59:59.999999",
                    "00ff",
                    "{\"a\": [1, null]}"))));
  }
}
