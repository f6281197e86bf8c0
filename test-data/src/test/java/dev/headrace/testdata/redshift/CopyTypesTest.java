package dev.headrace.testdata.redshift;

import static dev.headrace.testdata.redshift.StagedParquet.copy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyTypesTest extends WarehouseTest {
  private static byte[] fixed(String decimal, int length) {
    byte[] value = new BigDecimal(decimal).unscaledValue().toByteArray();
    byte[] fixed = new byte[length];
    Arrays.fill(fixed, 0, length - value.length, (byte) (value[0] < 0 ? -1 : 0));
    System.arraycopy(value, 0, fixed, length - value.length, value.length);
    return fixed;
  }

  @AfterEach
  void tables() throws SQLException {
    run("DROP TABLE IF EXISTS decimals, days");
  }

  @Test
  void everyScalarTypeArrivesUnchanged() throws SQLException {
    run(
        "CREATE TABLE scalars (a SMALLINT, b INTEGER, c BIGINT, d REAL, e DOUBLE PRECISION,"
            + " f BOOLEAN, g VARCHAR(100), h CHAR(3), i DATE, j TIMESTAMP, k DECIMAL(38,10),"
            + " l DECIMAL(9,2), m DECIMAL(18,0), n VARBYTE(10))");
    String fields =
        "optional int32 a (INTEGER(16,true)); optional int32 b; optional int64 c;"
            + " optional float d; optional double e; optional boolean f;"
            + " optional binary g (STRING); optional binary h (STRING); optional int32 i (DATE);"
            + " optional int64 j (TIMESTAMP(MICROS,true));"
            + " optional fixed_len_byte_array(16) k (DECIMAL(38,10));"
            + " optional int32 l (DECIMAL(9,2)); optional int64 m (DECIMAL(18,0));"
            + " optional binary n;";
    String widest = "9999999999999999999999999999.9999999999";
    run(
        copy(
            "scalars",
            staged.manifest(
                staged.file(
                    fields,
                    set(
                        -5,
                        2_000_000_000,
                        Long.MIN_VALUE,
                        1.5f,
                        0.1,
                        true,
                        "İ\\N\t\n\r'ı🌊",
                        "ab ",
                        (int) LocalDate.of(2024, 2, 29).toEpochDay(),
                        1_700_000_000_123_456L,
                        fixed(widest, 16),
                        -123,
                        999_999_999_999_999_999L,
                        new byte[] {0, 92, (byte) 255}),
                    set(
                        0,
                        0,
                        0L,
                        Float.NEGATIVE_INFINITY,
                        Double.NaN,
                        false,
                        "\\N",
                        "",
                        (int) LocalDate.of(-1, 1, 1).toEpochDay(),
                        -1L,
                        fixed("-1.5000000000", 16),
                        0,
                        0L,
                        new byte[0]),
                    set()))));

    assertThat(
        rows(
            "SELECT a, b, c, d, e, f, g, h, i::text, j::text, k, l, m, encode(n, 'hex')"
                + " FROM scalars"),
        is(
            List.of(
                List.of(
                    "-5",
                    "2000000000",
                    "-9223372036854775808",
                    "1.5",
                    "0.1",
                    "t",
                    "İ\\N\t\n\r'ı🌊",
                    "ab ",
                    "2024-02-29",
                    "2023-11-14 22:13:20.123456",
                    widest,
                    "-1.23",
                    "999999999999999999",
                    "005cff"),
                List.of(
                    "0",
                    "0",
                    "0",
                    "-Infinity",
                    "NaN",
                    "f",
                    "\\N",
                    "   ",
                    "0002-01-01 BC",
                    "1969-12-31 23:59:59.999999",
                    "-1.5000000000",
                    "0.00",
                    "0",
                    ""),
                Collections.nCopies(14, "null"))));
  }

  @Test
  void nestedColumnsBecomeJson() throws SQLException {
    run("CREATE TABLE nested (l SUPER, m SUPER, g SUPER, s SUPER)");
    String fields =
        "optional group l (LIST) { repeated group list { optional int32 element; } }"
            + " optional group m (MAP) { repeated group key_value {"
            + " required binary key (STRING); optional double value; } }"
            + " optional group g { optional binary t (STRING); optional int32 d (DECIMAL(5,2));"
            + " optional group in { optional boolean b; } } optional binary s (STRING);";
    run(
        copy("nested", staged.manifest(staged.file(fields, CopyTypesTest::nested, group -> {})))
            + " SERIALIZETOJSON");

    assertThat(
        rows("SELECT l, m, g, s FROM nested"),
        is(
            List.of(
                List.of(
                    "[1, null]",
                    "{\"k\": 0.5}",
                    "{\"d\": 1.50, \"t\": \"\\\"q\\\" ı\", \"in\": {\"b\": true}}",
                    "\"{}\""),
                List.of("null", "null", "null", "null"))));
  }

  private static void nested(Group row) {
    Group list = row.addGroup("l");
    list.addGroup("list").add("element", 1);
    list.addGroup("list");
    row.addGroup("m").addGroup("key_value").append("key", "k").append("value", 0.5);
    Group struct = row.addGroup("g").append("t", "\"q\" ı").append("d", 150);
    struct.addGroup("in").append("b", true);
    row.add("s", "{}");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 1, 9999.9, -0.1",
    "4, 4, 0.9999, -0.0001",
    "6, 2, 100.00, 1000.10",
    "19, 0, 10000, -99990000",
    "18, 17, 9.99999999999999999, 0.00010000000000000",
    "38, 37, 1.2345678901234567890123456789012345678, -0.0000000000000000000000000000000000001",
    "38, 0, 99999999999999999999999999999999999999, -10000000000000000000000000000000000000",
  })
  void decimalsArriveWithAllTheirDigits(int precision, int scale, String one, String other)
      throws SQLException {
    run("CREATE TABLE decimals (n DECIMAL(%d,%d))".formatted(precision, scale));
    int length = RowEncoder.minimalBytes(precision);
    String field =
        "optional fixed_len_byte_array(%d) n (DECIMAL(%d,%d));".formatted(length, precision, scale);
    List<String> values = List.of(one, other, "0");

    run(
        copy(
            "decimals",
            staged.manifest(
                staged.file(
                    field,
                    values.stream()
                        .map(n -> new BigDecimal(n).setScale(scale).toPlainString())
                        .map(n -> set((Object) fixed(n, length)))
                        .toList()))));

    assertThat(
        rows("SELECT n::text FROM decimals"),
        is(
            values.stream()
                .map(n -> List.of(new BigDecimal(n).setScale(scale).toPlainString()))
                .toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "DATE,      int32, DATE,                    2147483647,           false",
    "DATE,      int32, DATE,                    -2147483648,          false",
    "DATE,      int32, DATE,                    -2440588,             true",
    "TIMESTAMP, int64, 'TIMESTAMP(MICROS,true)', -9223372036854775808, false",
    "TIMESTAMP, int64, 'TIMESTAMP(MICROS,true)', 9223372036854775807,  true",
  })
  void dayAndTimeBeyondTheCalendarAreRefusedAndNotTakenForInfinite(
      String column, String type, String annotation, long value, boolean taken)
      throws SQLException {
    run("CREATE TABLE days (d " + column + ")");
    String field = "optional %s d (%s);".formatted(type, annotation);
    Object number = type.equals("int32") ? (Object) (int) value : (Object) value;
    String copy = copy("days", staged.manifest(staged.file(field, set(number))));

    if (taken) {
      run(copy);
      assertThat(rows("SELECT isfinite(d) FROM days"), is(List.of(List.of("t"))));
    } else {
      assertThat(refusal(copy).getMessage(), containsString("out of range"));
    }
  }

  @Test
  void decimalLengthsAreMinimal() {
    assertThat(
        List.of(
            RowEncoder.minimalBytes(1),
            RowEncoder.minimalBytes(9),
            RowEncoder.minimalBytes(18),
            RowEncoder.minimalBytes(38)),
        is(List.of(1, 4, 8, 16)));
  }
}
