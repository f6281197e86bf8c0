package dev.headrace.testdata.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.redshift.StagedParquet.StagedObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyJsonTest extends WarehouseTest {
  @BeforeEach
  void forgetErrors() throws SQLException {
    run("DROP TABLE IF EXISTS j", "DELETE FROM sys_load_error_detail");
  }

  private static StagedObject json(String... lines) {
    return staged.object(
        "json/" + UUID.randomUUID(), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static String copy(StagedObject file, String options) {
    String manifest = staged.manifestOf("{\"url\":\"" + file.url() + "\",\"mandatory\":true}");
    return "COPY j FROM '" + manifest + "' IAM_ROLE default MANIFEST FORMAT AS JSON " + options;
  }

  @Test
  void everyTypeArrivesFromItsJson() throws SQLException {
    run(
        "CREATE TABLE j (a SMALLINT, b INTEGER, c BIGINT, d REAL, e DOUBLE PRECISION, f BOOLEAN,"
            + " g VARCHAR(40), h CHAR(3), i DATE, k TIMESTAMP, l TIMESTAMPTZ, m DECIMAL(5,2),"
            + " n SUPER)");
    StagedObject file =
        json(
            "{\"a\":-5,\"b\":\"2000000000\",\"c\":-9223372036854775808,\"d\":1.5,\"e\":1e-3,",
            " \"f\":\"Yes\",\"g\":\"tab\\t\\\\ é 🌊 }{\\\"\",\"h\":\"ab\",\"i\":\"2024-02-29\",",
            " \"k\":\"2024-01-02T03:04:05.1234567Z\",\"l\":\"2024-01-02 03:04:05.5+05:30\",",
            " \"m\":-1.999,\"n\":{\"x\":[1,\"é\"]},\"unknown\":[{}]}{}");

    run(copy(file, "'auto' TIMEFORMAT 'auto'"));

    assertThat(
        rows("SELECT * FROM j WHERE a IS NOT NULL"),
        is(
            List.of(
                List.of(
                    "-5",
                    "2000000000",
                    "-9223372036854775808",
                    "1.5",
                    "0.001",
                    "t",
                    "tab\t\\ é 🌊 }{\"",
                    "ab ",
                    "2024-02-29",
                    "2024-01-02 03:04:05.123456",
                    "2024-01-01 21:34:05.5+00",
                    "-1.99",
                    "{\"x\": [1, \"é\"]}"))));
    assertThat(
        rows("SELECT count(*) FROM j WHERE a IS NULL AND n IS NULL"), is(List.of(List.of("1"))));
  }

  @Test
  void keysMatchByCaseUnlessToldOtherwise() throws SQLException {
    run("CREATE TABLE j (n INTEGER, s VARCHAR)");
    StagedObject file = json("{\"N\":1,\"s\":{\"deep\":true}}");

    run(copy(file, "'auto'"), copy(file, "'auto ignorecase' REGION 'eu-west-1' COMPUPDATE OFF"));

    assertThat(
        rows("SELECT n, s FROM j ORDER BY n"),
        is(List.of(List.of("1", "{\"deep\":true}"), List.of("null", "{\"deep\":true}"))));
  }

  @Test
  void compressedFilesAndEpochsAreRead() throws Exception {
    run("CREATE TABLE j (at TIMESTAMP)");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("{\"at\":1700000000123}".getBytes(StandardCharsets.UTF_8));
    }

    run(
        copy(
            staged.object("json/" + UUID.randomUUID(), bytes.toByteArray()),
            "'auto' GZIP TIMEFORMAT 'epochmillisecs'"),
        copy(json("{\"at\":\"1700000000.5\"}"), "'auto' TIMEFORMAT AS 'epochsecs'"),
        copy(json("{\"at\":\"2023-11-14 22:13:21\"}"), "'auto'"));

    assertThat(
        rows("SELECT at FROM j ORDER BY at"),
        is(
            List.of(
                List.of("2023-11-14 22:13:20.123"),
                List.of("2023-11-14 22:13:20.5"),
                List.of("2023-11-14 22:13:21"))));
    assertThat(
        refusal(copy(json("{\"at\":\"2023-11-14T22:13:21\"}"), "'auto'")).getErrorCode(), is(1206));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SMALLINT | 40000 | 1204 | Overflow",
        "INTEGER | 1.5 | 1207 | Invalid digit, Value '.', Pos 1, Type: Integer",
        "BIGINT | \"\" | 1207 | Invalid digit",
        "REAL | 1e300 | 1204 | Overflow",
        "DOUBLE PRECISION | \"x\" | 1208 | floating point",
        "DECIMAL(5,2) | 1000 | 1204 | Overflow",
        "DECIMAL(5,2) | \"1,5\" | 1209 | decimal",
        "BOOLEAN | \"maybe\" | 1210 | Unknown boolean format",
        "VARCHAR(5) | \"ééé\" | 1204 | String length exceeds DDL length",
        "VARCHAR(5) | \"a\\u0000\" | 1220 | UTF8",
        "SUPER | {\"a\":\"\\u0000\"} | 1220 | UTF8",
        "CHAR(3) | \"é\" | 1220 | Multibyte",
        "DATE | \"29.02.2024\" | 1205 | Invalid Date Format",
        "DATE | \"2023-02-29\" | 1205 | Invalid Date Format",
        "TIMESTAMP | \"2024-01-02 03:04:05+05:30\" | 1206 | Invalid timestamp",
        "TIMESTAMP | 1700000000 | 1206 | Invalid timestamp",
        "INTEGER NOT NULL | null | 1213 | Missing data for not-null field",
      })
  void aBadValueIsReportedByCode(String type, String value, int code, String message)
      throws SQLException {
    run("CREATE TABLE j (v " + type + ")");

    SQLException failed = refusal(copy(json("{\"v\":" + value + "}"), "'auto' TIMEFORMAT 'auto'"));

    assertThat(failed.getErrorCode(), is(code));
    assertThat(failed.getMessage(), containsString(message));
  }

  @Test
  void badRowsAreLeftOutUpToTheLimitAndAllAreReported() throws SQLException {
    run("CREATE TABLE j (n INTEGER, s VARCHAR(3))");
    StagedObject file =
        json(
            "{\"n\":1}",
            "{\"n\":\"x\"}",
            "not json",
            "{\"n\":",
            " 2, \"s\":\"abcd\"}",
            "{\"n\":3}",
            "{broken}",
            "{\"n\":4");

    run(copy(file, "'auto' MAXERROR 6"));

    assertThat(rows("SELECT n FROM j ORDER BY n"), is(List.of(List.of("1"), List.of("3"))));
    assertThat(
        rows(
            "SELECT line_number, error_code, trim(column_name), trim(column_type) ,"
                + " trim(column_length) FROM sys_load_error_detail WHERE file_name LIKE '"
                + file.url()
                + "%' ORDER BY line_number"),
        is(
            List.of(
                List.of("2", "1207", "n", "INTEGER", ""),
                List.of("3", "1216", "", "", ""),
                List.of("5", "1204", "s", "VARCHAR", "3"),
                List.of("7", "1216", "", "", ""),
                List.of("8", "1216", "", "", ""))));
    assertThat(
        rows(
            "SELECT error_count, file_format FROM sys_load_history ORDER BY query_id DESC LIMIT 1"),
        is(List.of(List.of("5", "json"))));
  }

  @Test
  void tooManyBadRowsFailTheLoadAndANewSessionStillReadsThem() throws SQLException {
    run("CREATE TABLE j (n INTEGER)");
    StagedObject file = json("{\"n\":1}", "{\"n\":\"x\"}", "{\"n\":\"y\"}", "{\"n\":\"z\"}");
    try (Connection connection = redshift.connect()) {
      connection.setAutoCommit(false);
      SQLException failed =
          org.junit.jupiter.api.Assertions.assertThrows(
              SQLException.class, () -> run(connection, copy(file, "'auto' MAXERROR 2")));
      assertThat(
          failed.getMessage(),
          allOf(
              containsString("Load into table 'j' failed"),
              containsString("'sys_load_error_detail'")));
      connection.rollback();
    }

    assertThat(rows("SELECT count(*) FROM j"), is(List.of(List.of("0"))));
    assertThat(
        rows(
            "SELECT line_number, length(file_name::bytea), octet_length(error_message)"
                + " FROM sys_load_error_detail ORDER BY 1"),
        is(List.of(List.of("2", "256", "512"), List.of("3", "256", "512"))));
  }

  @Test
  void charactersThatAreNoUtf8AreReported() throws IOException, SQLException {
    run("CREATE TABLE j (s VARCHAR)");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("{\"s\":\"".getBytes(StandardCharsets.UTF_8));
    bytes.write(0xC3);
    bytes.write("(\"}".getBytes(StandardCharsets.UTF_8));

    SQLException failed =
        refusal(copy(staged.object("json/" + UUID.randomUUID(), bytes.toByteArray()), "'auto'"));

    assertThat(failed.getErrorCode(), is(1220));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'s3://stage/paths'|matches JSON by 'auto'",
        "'auto' MAXERROR 100001|Invalid MAXERROR, expected 0 to 100000",
        "'auto' TIMEFORMAT 'DD.MM.YYYY'|does not know the TIMEFORMAT",
        "'auto' SERIALIZETOJSON|SERIALIZETOJSON argument is not supported for JSON",
        "'auto' IGNOREHEADER 1|does not know the option IGNOREHEADER",
      })
  void otherOptionsAreRefused(String options, String message) throws SQLException {
    run("CREATE TABLE j (n INTEGER)");

    assertThat(refusal(copy(json("{}"), options)).getMessage(), containsString(message));
  }

  @Test
  void timesAndBinariesAreRefused() throws SQLException {
    for (String type : List.of("TIME", "VARBYTE")) {
      run("DROP TABLE IF EXISTS j", "CREATE TABLE j (v " + type + ")");

      assertThat(
          refusal(copy(json("{}"), "'auto'")).getMessage(),
          containsString("cannot be loaded from JSON"));
    }
  }
}
