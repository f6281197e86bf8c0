package dev.headrace.testdata.redshift;

import static dev.headrace.testdata.redshift.StagedParquet.copy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.redshift.StagedParquet.StagedObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTest extends WarehouseTest {
  private static final String ONE_INT = "optional int32 n;";

  @BeforeEach
  void table() throws SQLException {
    run(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (n INTEGER)",
        "DELETE FROM sys_load_history",
        "DELETE FROM sys_load_error_detail");
  }

  private static List<List<String>> numbers() throws SQLException {
    return rows("SELECT n FROM t ORDER BY n");
  }

  @Test
  void everyFileOfTheManifestIsLoadedAndOneListedTwiceTwice() throws SQLException {
    StagedObject first = staged.file(ONE_INT, set(1), set(2));
    StagedObject second = staged.file(ONE_INT, set(3));

    run(copy("t", staged.manifest(first, second, first)));

    assertThat(rows("SELECT count(*), sum(n) FROM t"), is(List.of(List.of("5", "9"))));
    assertThat(
        rows(
            "SELECT table_name, status, loaded_rows, source_file_count, loaded_bytes"
                + " FROM sys_load_history"),
        is(
            List.of(
                List.of(
                    "t",
                    "completed",
                    "5",
                    "3",
                    String.valueOf(2 * first.length() + second.length())))));
  }

  @Test
  void manyRowsAreStreamed() throws SQLException {
    List<StagedParquet.Row> values = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      values.add(set(i));
    }

    run(copy("t", staged.manifest(staged.file(ONE_INT, values))));

    assertThat(
        rows("SELECT count(*), sum(n) FROM t"), is(List.of(List.of("100000", "4999950000"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy T from '%s' iam_role default format parquet manifest;",
        "COPY \"t\" (n) FROM '%s' MANIFEST STATUPDATE OFF PARQUET SERIALIZETOJSON"
            + " IAM_ROLE 'arn:aws:iam::123456789012:role/Load'",
        "/* load '1' /* nested */ */ -- and so on\n COPY public.t FROM '%s'"
            + " FORMAT AS PARQUET iam_role 'arn:aws:iam::123456789012:role/a/b' manifest"
            + " statupdate on ;  ",
      })
  void theGrammarIsFreeInOrderAndCase(String form) throws SQLException {
    String manifest = staged.manifest(staged.file(ONE_INT, set(7)));

    run(form.formatted(manifest));

    assertThat(numbers(), is(List.of(List.of("7"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "REGION 'eu-west-1'|0A000|REGION argument is not supported for PARQUET based COPY",
        "maxerror 10|0A000|MAXERROR argument is not supported for PARQUET based COPY",
        "COMPUPDATE OFF|0A000|COMPUPDATE argument is not supported for PARQUET based COPY",
        "TIMEFORMAT 'auto'|0A000|TIMEFORMAT argument is not supported for PARQUET based COPY",
        "FORMAT JSON 'auto'|42601|conflicting or redundant options",
        "DELIMITER ','|0A000|DELIMITER argument is not supported for PARQUET based COPY",
        "FILLRECORD|0A000|does not know the option FILLRECORD",
        "WHATEVER|42601|syntax error at or near \"whatever\"",
        "CREDENTIALS 'x'|0A000|by IAM_ROLE only",
      })
  void otherOptionsAreRefused(String option, String state, String message) {
    SQLException refused =
        refusal(copy("t", "s3://stage/manifest").replace(" FORMAT", " " + option + " FORMAT"));

    assertThat(refused.getSQLState(), is(state));
    assertThat(refused.getMessage(), containsString(message));
  }

  @Test
  void aLoadNeedsManifestRoleAndFormat() {
    assertThat(
        refusal("COPY t FROM 's3://stage/data/' IAM_ROLE default FORMAT PARQUET").getMessage(),
        containsString("through a MANIFEST only"));
    assertThat(
        refusal("COPY t FROM 's3://stage/m' FORMAT PARQUET MANIFEST").getMessage(),
        containsString("IAM_ROLE"));
    assertThat(
        refusal("COPY t FROM 's3://stage/m' IAM_ROLE 'arn:aws:iam::1:role/x' PARQUET MANIFEST")
            .getMessage(),
        containsString("Invalid IAM_ROLE"));
    assertThat(
        refusal("COPY t FROM 's3://stage/m' IAM_ROLE default MANIFEST").getMessage(),
        containsString("FORMAT PARQUET and JSON only"));
  }

  @Test
  void varcharCountsBytesAndForgivesBlanks() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (s VARCHAR(5))");
    String field = "optional binary s (STRING);";

    run(copy("t", staged.manifest(staged.file(field, set("éé"), set("abc   "), set("ééa  ")))));
    assertThat(
        rows("SELECT '[' || s || ']' FROM t ORDER BY s"),
        is(List.of(List.of("[abc  ]"), List.of("[éé]"), List.of("[ééa]"))));

    StagedObject file = staged.file(field, set("abcde"), set("ééé"));
    SQLException failed = refusal(copy("t", staged.manifest(file)));
    assertThat(
        failed.getMessage(),
        allOf(
            containsString("Load into table 't' failed"),
            containsString("String length exceeds DDL length"),
            containsString("row: 2")));
    assertThat(failed.getErrorCode(), is(1204));
    assertThat(rows("SELECT count(*) FROM t"), is(List.of(List.of("3"))));
    assertThat(
        rows(
            "SELECT trim(file_name), line_number, trim(column_name), trim(column_type),"
                + " trim(column_length), error_code, trim(error_message)"
                + " FROM sys_load_error_detail"),
        is(
            List.of(
                List.of(
                    file.url(),
                    "2",
                    "s",
                    "VARCHAR",
                    "5",
                    "1204",
                    "String length exceeds DDL length"))));
    assertThat(
        rows("SELECT status FROM sys_load_history ORDER BY query_id"),
        is(List.of(List.of("completed"), List.of("aborted"))));
  }

  @Test
  void aNullForANotNullColumnFails() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (n INTEGER NOT NULL)");

    SQLException failed = refusal(copy("t", staged.manifest(staged.file(ONE_INT, set()))));

    assertThat(failed.getMessage(), containsString("Missing data for not-null field"));
    assertThat(failed.getErrorCode(), is(1213));
  }

  @Test
  void anUnknownTableOrColumnFails() {
    String manifest = staged.manifest(staged.file(ONE_INT, set(1)));

    assertThat(refusal(copy("absent", manifest)).getSQLState(), is("42P01"));
    assertThat(refusal(copy("t (absent)", manifest)).getSQLState(), is("42703"));
  }

  @Test
  void aRolledBackLoadLeavesNothingButItsHistory() throws SQLException {
    String manifest = staged.manifest(staged.file(ONE_INT, set(1)));
    try (Connection connection = redshift.connect()) {
      connection.setAutoCommit(false);
      run(connection, copy("t", manifest));
      assertThat(rows(connection, "SELECT count(*) FROM t"), is(List.of(List.of("1"))));
      connection.rollback();
    }

    assertThat(numbers(), is(List.of()));
    assertThat(rows("SELECT loaded_rows FROM sys_load_history"), is(List.of(List.of("1"))));
  }

  @Test
  void aFailedLoadFailsTheTransaction() throws SQLException {
    StagedObject bad = staged.file("optional int64 n;", set(1L));
    StagedObject good = staged.file(ONE_INT, set(1));
    for (String sql :
        List.of(
            copy("t", staged.manifest(good, bad)),
            copy("t", "s3://stage/none"),
            copy("t", "s3://stage/none") + " REGION 'x'",
            "CREATE INDEX i ON t (n)")) {
      try (Connection connection = redshift.connect()) {
        connection.setAutoCommit(false);
        run(connection, "INSERT INTO t VALUES (5)");
        assertThrows(SQLException.class, () -> run(connection, sql));
        SQLException failed = assertThrows(SQLException.class, () -> run(connection, "SELECT 1"));
        assertThat(failed.getSQLState(), is("25P02"));
        connection.rollback();
      }
    }
    assertThat(numbers(), is(List.of()));
  }

  @Test
  void aTemporaryTableIsLoadedAndMergedInALaterTransaction() throws SQLException {
    run("INSERT INTO t VALUES (1)");
    String manifest = staged.manifest(staged.file(ONE_INT, set(1), set(2)));
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TEMP TABLE stg (LIKE t)", copy("stg", manifest));
      connection.setAutoCommit(false);
      run(
          connection,
          "LOCK TABLE t",
          "MERGE INTO t USING stg ON t.n = stg.n WHEN MATCHED THEN UPDATE SET n = stg.n + 10"
              + " WHEN NOT MATCHED THEN INSERT (n) VALUES (stg.n)");
      connection.commit();
    }

    assertThat(numbers(), is(List.of(List.of("2"), List.of("11"))));
  }

  @Test
  void aSessionIsToldHowManyRowsItsLastCopyHasLoaded() throws SQLException {
    String three = copy("t", staged.manifest(staged.file(ONE_INT, set(1), set(2), set(3))));
    String one = copy("t", staged.manifest(staged.file(ONE_INT, set(4))));
    String broken = copy("t", staged.manifest(staged.file("optional int64 n;", set(5L))));
    try (Connection connection = redshift.connect();
        Connection other = redshift.connect()) {
      assertThat(lastCopied(connection), is("0"));
      run(connection, three);
      assertThat(lastCopied(connection), is("3"));
      assertThat(lastCopied(other), is("0"));
      run(connection, "BEGIN", one, "ROLLBACK");
      assertThat(lastCopied(connection), is("3"));
      run(connection, one);
      assertThat(lastCopied(connection), is("1"));
      assertThrows(SQLException.class, () -> run(connection, broken));
      assertThat(lastCopied(connection), is("0"));
    }
  }

  private static String lastCopied(Connection connection) throws SQLException {
    return rows(connection, "SELECT pg_last_copy_count()").get(0).get(0);
  }

  @Test
  void aCopyRunsThroughEveryKindOfStatement() throws SQLException {
    String copy = copy("t", staged.manifest(staged.file(ONE_INT, set(1))));
    try (Connection connection = redshift.connect();
        Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement(copy)) {
      statement.execute("SELECT 1");
      assertThat(statement.execute(copy), is(false));
      assertThat(statement.getUpdateCount(), is(-1));
      assertThat(statement.getMoreResults(), is(false));
      assertThat(statement.executeUpdate(copy), is(0));
      assertThat(prepared.execute(), is(false));
      assertThat(prepared.executeUpdate(), is(0));
      assertThrows(SQLException.class, () -> statement.addBatch(copy));
      assertThrows(SQLException.class, () -> statement.execute("SELECT 1; " + copy));
    }

    assertThat(rows("SELECT count(*) FROM t"), equalTo(List.of(List.of("4"))));
  }
}
