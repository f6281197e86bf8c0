package dev.headrace.testdata.redshift;

import static dev.headrace.testdata.redshift.StagedParquet.copy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.redshift.StagedParquet.StagedObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyFilesTest extends WarehouseTest {
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
  void aManifestEntryWithoutMetaFails() {
    StagedObject file = staged.file(ONE_INT, set(1));
    SQLException failed = refusal(copy("t", staged.manifestOf("{\"url\":\"" + file.url() + "\"}")));

    assertThat(failed.getMessage(), containsString("File entry does not have 'meta' key"));
    assertThat(failed.getErrorCode(), is(15003));
    assertThat(failed.getSQLState(), is("XX000"));
  }

  @Test
  void anotherContentLengthFails() throws SQLException {
    StagedObject file = staged.file(ONE_INT, set(1));
    StagedObject wrong = new StagedObject(file.url(), file.length() + 1);

    assertThat(
        refusal(copy("t", staged.manifest(wrong))).getMessage(), containsString("content_length"));
    assertThat(numbers(), is(List.of()));
  }

  @Test
  void aMissingFileFailsIfMandatoryAndIsSkippedIfNot() throws SQLException {
    StagedObject file = staged.file(ONE_INT, set(1));
    StagedObject missing = new StagedObject("s3://stage/data/missing", 10);

    SQLException failed = refusal(copy("t", staged.manifest(file, missing)));
    assertThat(
        failed.getMessage(),
        allOf(
            containsString("The specified key does not exist.,Status 404"),
            containsString("s3://stage/data/missing")));
    assertThat(numbers(), is(List.of()));

    run(copy("t", staged.manifestOf(file.entry(true) + "," + missing.entry(false))));
    assertThat(numbers(), is(List.of(List.of("1"))));
    assertThat(
        refusal(copy("t", staged.manifestOf(missing.entry(false)))).getMessage(),
        containsString("No files were found"));
    assertThat(
        refusal(copy("t", "s3://stage/no-manifest")).getMessage(),
        containsString("Problem reading manifest file"));
  }

  @Test
  void columnCountsMustMatch() {
    StagedObject file = staged.file("optional int32 a; optional int32 b;", set(1, 2));

    assertThat(
        refusal(copy("t", staged.manifest(file))).getMessage(),
        containsString(
            "Unmatched number of columns between table and file. Table columns: 1, Data columns: 2"));
  }

  @Test
  void columnsMapByPositionIntoTheListedColumns() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER DEFAULT 9)");
    StagedObject file = staged.file("optional int32 x; optional int32 y;", set(1, 2));

    run(copy("t (b, a)", staged.manifest(file)));

    assertThat(rows("SELECT a, b, c FROM t"), is(List.of(List.of("2", "1", "9"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTEGER|optional int64 n;",
        "BIGINT|optional int32 n;",
        "SMALLINT|optional int32 n;",
        "VARCHAR(10)|optional int64 n;",
        "TIMESTAMP|optional int64 n (TIMESTAMP(NANOS,true));",
        "TIMESTAMPTZ|optional int64 n (TIMESTAMP(MICROS,true));",
        "DECIMAL(9,2)|optional int32 n (DECIMAL(9,3));",
        "SUPER|optional group n { optional int32 a; }",
      })
  void aFileOfAnotherTypeIsRefused(String type, String field) throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (value " + type + ")");

    SQLException failed = refusal(copy("t", staged.manifest(staged.file(field))));

    assertThat(
        failed.getMessage(),
        allOf(
            containsString("incompatible Parquet schema for column 'value'"),
            containsString("Column type: " + type),
            containsString("Parquet schema: " + field.substring(0, 14))));
  }

  @Test
  void aDecimalMustHaveTheFewestBytes() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (d DECIMAL(18,9))");
    StagedObject file = staged.file("optional fixed_len_byte_array(13) d (DECIMAL(18,9));");

    SQLException failed = refusal(copy("t", staged.manifest(file)));

    assertThat(failed.getMessage(), containsString("Expecting: 8 len in file: 13"));
    assertThat(failed.getErrorCode(), is(15001));
  }

  @Test
  void anObjectThatIsNotParquetFails() {
    StagedObject file = staged.object("data/text", "no".getBytes(StandardCharsets.UTF_8));

    assertThat(
        refusal(copy("t", staged.manifest(file))).getMessage(),
        containsString("cannot be read as Parquet"));
  }

  @Test
  void badCharactersFail() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (c CHAR(3))");
    String field = "optional binary c (STRING);";
    assertThat(
        refusal(copy("t", staged.manifest(staged.file(field, set("é"))))).getErrorCode(), is(1220));

    run("DROP TABLE t", "CREATE TABLE t (c VARCHAR)");
    for (byte[] bad : List.of(new byte[] {(byte) 0xC3}, new byte[] {'a', 0})) {
      assertThat(
          refusal(copy("t", staged.manifest(staged.file("optional binary c;", set(bad)))))
              .getErrorCode(),
          is(1220));
    }
  }

  @Test
  void theFirstBadRowIsTheOneThatIsToldThoughLaterFilesAreDecodedFirst() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (n INTEGER NOT NULL)");
    List<StagedParquet.Row> many = new ArrayList<>();
    for (int i = 1; i < 50_000; i++) {
      many.add(set(i));
    }
    many.add(set());
    StagedObject first = staged.file(ONE_INT, many);
    StagedObject second = staged.file(ONE_INT, set());
    StagedObject third = staged.file("optional int64 n;", set(1L));

    SQLException failed = refusal(copy("t", staged.manifest(first, second, third)));

    assertThat(failed.getMessage(), containsString("file: " + first.url() + ", row: 50000"));
    assertThat(
        rows("SELECT trim(file_name), line_number FROM sys_load_error_detail"),
        is(List.of(List.of(first.url(), "50000"))));
    assertThat(numbers(), is(List.of()));
  }

  @Test
  void manyFilesWithManyRowsArriveInTheirOrder() throws SQLException {
    run("DROP TABLE t", "CREATE TABLE t (n INTEGER, arrived BIGINT IDENTITY(1,1))");
    List<StagedObject> files = new ArrayList<>();
    for (int file = 0; file < 5; file++) {
      List<StagedParquet.Row> values = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        values.add(set(20_000 * file + i));
      }
      files.add(staged.file(ONE_INT, values));
    }

    run(copy("t (n)", staged.manifest(files.toArray(StagedObject[]::new))));

    assertThat(
        rows("SELECT count(*), count(DISTINCT arrived - n), min(n), max(n) FROM t"),
        is(List.of(List.of("100000", "1", "0", "99999"))));
  }
}
