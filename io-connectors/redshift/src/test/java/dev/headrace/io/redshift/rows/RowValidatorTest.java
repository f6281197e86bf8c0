package dev.headrace.io.redshift.rows;

import static dev.headrace.io.redshift.rows.RejectionReason.INVALID_JSON;
import static dev.headrace.io.redshift.rows.RejectionReason.INVALID_TEXT;
import static dev.headrace.io.redshift.rows.RejectionReason.MISSING_VALUE;
import static dev.headrace.io.redshift.rows.RejectionReason.NOT_FINITE;
import static dev.headrace.io.redshift.rows.RejectionReason.OUT_OF_RANGE;
import static dev.headrace.io.redshift.rows.RejectionReason.ROW_TOO_LARGE;
import static dev.headrace.io.redshift.rows.RejectionReason.TOO_LONG;
import static dev.headrace.io.redshift.rows.RejectionReason.TOO_PRECISE;
import static dev.headrace.io.redshift.rows.RejectionReason.UNKNOWN_FIELD;
import static dev.headrace.io.redshift.rows.RejectionReason.WRONG_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.types.StagingFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowValidatorTest {
  private static final RowPolicy LAX =
      RowPolicy.STRICT
          .withDecimals(RowPolicy.Decimals.ROUND_HALF_UP)
          .withFineTimes(RowPolicy.FineTimes.TRUNCATE)
          .withNonFinite(RowPolicy.NonFinite.LOAD_NULL)
          .withUnknownFields(RowPolicy.UnknownFields.IGNORE);

  private static @Nullable Object stage(String type, Object value, RowPolicy policy)
      throws RejectedRowException {
    return ValueRule.of(column(type), policy).stage(value);
  }

  private static RowColumn column(String type) {
    return new RowColumn("c", RedshiftType.parse(type), true);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  static Stream<Arguments> taken() {
    return Stream.of(
        Arguments.of("SMALLINT", (short) -32_768, -32_768),
        Arguments.of("SMALLINT", 32_767L, 32_767),
        Arguments.of("INTEGER", (byte) 5, 5),
        Arguments.of("BIGINT", 7, 7L),
        Arguments.of("REAL", 1.5f, 1.5f),
        Arguments.of("DOUBLE PRECISION", 1.5f, 1.5),
        Arguments.of("BOOLEAN", true, true),
        Arguments.of("VARCHAR(5)", "abc     ", bytes("abc  ")),
        Arguments.of("VARCHAR(4)", "🌍", bytes("🌍")),
        Arguments.of("VARCHAR(MAX)", "x".repeat(65_535), bytes("x".repeat(65_535))),
        Arguments.of("CHAR(3)", "ab", bytes("ab")),
        Arguments.of("DECIMAL(19,0)", new BigDecimal(Long.MAX_VALUE), hex("007fffffffffffffff")),
        Arguments.of("DECIMAL(19,0)", Long.MIN_VALUE, hex("ff8000000000000000")),
        Arguments.of("DECIMAL(9,2)", new BigDecimal("-1.5"), hex("ffffff6a")),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("1.2300"), hex("00007b")),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("0E+999999999"), hex("000000")),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("0E-999999999"), hex("000000")),
        Arguments.of("DATE", LocalDate.of(1, 1, 1), -719_162),
        Arguments.of("DATE", LocalDate.of(-4712, 1, 1), -2_440_550),
        Arguments.of("DATE", LocalDate.of(294_276, 12, 31), 106_762_939),
        Arguments.of("TIME", LocalTime.of(1, 2, 3, 4_000), bytes("01:02:03.000004")),
        Arguments.of("TIMESTAMP", LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000), -1L),
        Arguments.of("TIMESTAMP", Instant.EPOCH, 0L),
        Arguments.of("TIMESTAMPTZ", Instant.ofEpochSecond(1, 1_000), 1_000_001L),
        Arguments.of("TIMESTAMPTZ", org.joda.time.Instant.ofEpochMilli(-1), -1_000L),
        Arguments.of("VARBYTE(2)", new byte[] {-1, 10}, bytes("ff0a")),
        Arguments.of("VARBYTE(32768)", new byte[] {-1, 10}, new byte[] {-1, 10}),
        Arguments.of("SUPER", "{\"a\": [1, 2]}", bytes("{\"a\": [1, 2]}")),
        Arguments.of("SUPER", "null", bytes("null")),
        Arguments.of("SUPER", "12345678901234567890.12345", bytes("12345678901234567890.12345")),
        Arguments.of("SUPER", "[-1.7976931348623157E308]", bytes("[-1.7976931348623157E308]")),
        Arguments.of("SUPER", "[4.9E-324, 0.0e0]", bytes("[4.9E-324, 0.0e0]")),
        Arguments.of(
            "SUPER",
            List.of(new BigDecimal("12345678901234567890.12345"), Double.MIN_VALUE, 0.0),
            bytes("[12345678901234567890.12345,4.9E-324,0.0]")),
        Arguments.of("SUPER", List.of(BigInteger.TEN.pow(30)), bytes("[1" + "0".repeat(30) + "]")),
        Arguments.of("SUPER", List.of(1, "é", true), bytes("[1,\"é\",true]")));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void whatFitsIsStagedExactly(String type, Object value, Object staged) throws Exception {
    assertThat(stage(type, value, RowPolicy.STRICT), is(staged));
  }

  static Stream<Arguments> rejected() {
    return Stream.of(
        Arguments.of("SMALLINT", 32_768, OUT_OF_RANGE, "32768"),
        Arguments.of("INTEGER", 1L << 31, OUT_OF_RANGE, "2147483648"),
        Arguments.of("INTEGER", "1", WRONG_TYPE, "String"),
        Arguments.of("BIGINT", 1.0, WRONG_TYPE, "Double"),
        Arguments.of("REAL", 1.0, WRONG_TYPE, "Double"),
        Arguments.of("REAL", Float.NaN, NOT_FINITE, "NaN"),
        Arguments.of("DOUBLE PRECISION", Double.NEGATIVE_INFINITY, NOT_FINITE, "-Infinity"),
        Arguments.of("BOOLEAN", "true", WRONG_TYPE, "String"),
        Arguments.of("VARCHAR(5)", "ééé", TOO_LONG, "room for 5 bytes, but has 6"),
        Arguments.of("VARCHAR(MAX)", "x".repeat(65_536), TOO_LONG, "has 65536"),
        Arguments.of("VARCHAR(5)", "a\uD83D", INVALID_TEXT, "position 1"),
        Arguments.of("VARCHAR(5)", "\uDE00a", INVALID_TEXT, "position 0"),
        Arguments.of("VARCHAR(5)", "a\0b", INVALID_TEXT, "NUL at position 1"),
        Arguments.of("CHAR(3)", "é", INVALID_TEXT, "ASCII"),
        Arguments.of("CHAR(3)", "abcd", TOO_LONG, "has 4"),
        Arguments.of("DECIMAL(19,0)", BigInteger.TWO.pow(63), OUT_OF_RANGE, "64 bits"),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("1000"), OUT_OF_RANGE, "has 4"),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("1E+999999999"), OUT_OF_RANGE, "1000000000"),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("999.999"), TOO_PRECISE, "has 3"),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("1E-500000000"), TOO_PRECISE, "has 500000000"),
        Arguments.of("DECIMAL(5,2)", new BigDecimal("-1E-999999999"), TOO_PRECISE, "has 999999999"),
        Arguments.of("DECIMAL(5,2)", 1.5, WRONG_TYPE, "Double"),
        Arguments.of("DATE", LocalDate.of(294_277, 1, 1), OUT_OF_RANGE, "294277"),
        Arguments.of("DATE", LocalDate.of(-4713, 12, 31), OUT_OF_RANGE, "-4713"),
        Arguments.of("DATE", "2024-01-01", WRONG_TYPE, "String"),
        Arguments.of("TIME", LocalTime.ofNanoOfDay(1), TOO_PRECISE, "1 nanoseconds"),
        Arguments.of("TIME", "1:00", WRONG_TYPE, "String"),
        Arguments.of("TIMESTAMP", Instant.ofEpochSecond(0, 123_456_789), TOO_PRECISE, "nano"),
        Arguments.of("TIMESTAMP", LocalDateTime.MAX, OUT_OF_RANGE, "takes TIMESTAMP"),
        Arguments.of("TIMESTAMP", LocalDateTime.MIN, OUT_OF_RANGE, "takes TIMESTAMP"),
        Arguments.of("TIMESTAMPTZ", LocalDateTime.MIN, WRONG_TYPE, "LocalDateTime"),
        Arguments.of("VARBYTE(1)", new byte[2], TOO_LONG, "has 2"),
        Arguments.of("VARBYTE(64000)", new byte[64_001], TOO_LONG, "room for 64000"),
        Arguments.of("VARBYTE(1)", "ff", WRONG_TYPE, "String"),
        Arguments.of("SUPER", "{\"secret\"", INVALID_JSON, "9 characters"),
        Arguments.of("SUPER", "1 2", INVALID_JSON, "3 characters"),
        Arguments.of("SUPER", "[1E-99999999999]", OUT_OF_RANGE, "DOUBLE PRECISION"),
        Arguments.of("SUPER", "{\"a\":1e200000}", OUT_OF_RANGE, "DOUBLE PRECISION"),
        Arguments.of("SUPER", "[{\"a\":[-1.8e308]}]", OUT_OF_RANGE, "1.7976931348623157E308"),
        Arguments.of("SUPER", "1" + "0".repeat(309), OUT_OF_RANGE, "DOUBLE PRECISION"),
        Arguments.of("SUPER", "[1e-999999]", OUT_OF_RANGE, "4.9E-324"),
        Arguments.of("SUPER", "[0e999999]", OUT_OF_RANGE, "DOUBLE PRECISION"),
        Arguments.of("SUPER", List.of(new BigDecimal("1E+200000")), OUT_OF_RANGE, "DOUBLE"),
        Arguments.of("SUPER", Map.of("a", new BigDecimal("-1E-999999999")), OUT_OF_RANGE, "DOUBLE"),
        Arguments.of("SUPER", List.of(BigInteger.TEN.pow(309)), OUT_OF_RANGE, "DOUBLE"),
        Arguments.of("SUPER", "", INVALID_JSON, "0 characters"),
        Arguments.of("SUPER", "\"\\u0000\"", INVALID_TEXT, "NUL"),
        Arguments.of("SUPER", "{\"\\ud800\":1}", INVALID_TEXT, "surrogate"),
        Arguments.of("SUPER", List.of("x".repeat(65_536)), TOO_LONG, "one has 65536"),
        Arguments.of("SUPER", List.of("é".repeat(32_768)), TOO_LONG, "one has 65536"),
        Arguments.of("SUPER", "{\"" + "x".repeat(65_536) + "\":1}", TOO_LONG, "one has 65536"),
        Arguments.of("SUPER", List.of("x".repeat(65_535)), TOO_LONG, "JSON, but has 65539"),
        Arguments.of("SUPER", List.of(Double.NaN), NOT_FINITE, "NaN"),
        Arguments.of("SUPER", List.of(new Object()), WRONG_TYPE, "Object"));
  }

  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("rejected")
  void whatDoesNotFitIsRejectedByColumnReasonAndMeasure(
      String type, Object value, RejectionReason reason, String measure) {
    RejectedRowException rejection =
        assertThrows(RejectedRowException.class, () -> stage(type, value, RowPolicy.STRICT));

    assertThat(rejection.reason(), is(reason));
    assertThat(rejection.column(), is("c"));
    assertThat(rejection.detail(), containsString(measure));
    assertThat(rejection.detail().length(), lessThan(200));
    assertThat(rejection.detail(), not(containsString("secret")));
  }

  private static @Nullable Object stageAsJson(String type, Object value)
      throws RejectedRowException {
    RowColumn column = new RowColumn("c", RedshiftType.parse(type), true, StagingFormat.JSON);
    return ValueRule.of(column, RowPolicy.STRICT).stage(value);
  }

  @Test
  void inJsonADocumentIsAsLongAsRedshiftsOwnButNoTextInItAndBytesAreDigits() throws Exception {
    List<String> texts = Collections.nCopies(256, "x".repeat(65_532));
    String longest = "[\"" + String.join("\",\"", texts) + "\"]";

    assertThat(stageAsJson("SUPER", longest), is(bytes(longest)));
    assertThat(longest.length(), is((16 << 20) - 255));
    RejectedRowException tooLong =
        assertThrows(
            RejectedRowException.class, () -> stageAsJson("SUPER", longest + " ".repeat(256)));
    assertThat(tooLong.detail(), containsString("room for 16777216 bytes of JSON"));
    assertThrows(
        RejectedRowException.class, () -> stageAsJson("SUPER", List.of("x".repeat(65_536))));
    assertThat(stageAsJson("VARBYTE(64000)", new byte[] {-1}), is(bytes("ff")));
    RejectedRowException noRoom =
        assertThrows(
            RejectedRowException.class, () -> stageAsJson("VARBYTE(64000)", new byte[32_768]));
    assertThat(noRoom.detail(), containsString("room for 32767"));
  }

  @Test
  void policiesBringValuesToWhatTheColumnHolds() throws Exception {
    assertThat(stage("DECIMAL(5,2)", new BigDecimal("1.235"), LAX), is(hex("00007c")));
    assertThat(stage("TIMESTAMP", Instant.ofEpochSecond(0, 123_456_789), LAX), is(123_456L));
    assertThat(stage("TIMESTAMP", Instant.ofEpochSecond(-1, 999_999_999), LAX), is(-1L));
    assertThat(stage("REAL", Float.NaN, LAX), is(nullValue()));
    RejectedRowException rejection =
        assertThrows(
            RejectedRowException.class,
            () -> stage("DECIMAL(5,2)", new BigDecimal("999.999"), LAX));
    assertThat(rejection.reason(), is(OUT_OF_RANGE));
  }

  @Test
  void aNumberFarBehindTheLastDecimalIsRoundedToNothing() throws Exception {
    for (String tiny : List.of("1E-500000000", "-9E-999999999", "0.00499", "-0.0009", "4E-3")) {
      assertThat(tiny, stage("DECIMAL(5,2)", new BigDecimal(tiny), LAX), is(hex("000000")));
    }
    assertThat(stage("DECIMAL(5,2)", new BigDecimal("0.005"), LAX), is(hex("000001")));
    assertThat(stage("DECIMAL(5,2)", new BigDecimal("-0.0099"), LAX), is(hex("ffffff")));
  }

  private static final List<RowColumn> TABLE =
      List.of(
          new RowColumn("id", RedshiftType.parse("BIGINT"), false),
          new RowColumn("place", RedshiftType.parse("VARCHAR(5)"), true));

  private static RejectionReason reason(RowValidator validator, Row row) {
    return assertThrows(RejectedRowException.class, () -> validator.stage(row)).reason();
  }

  @Test
  void aColumnThatIsNeverNullAsksForAValueAlsoOfRowsThatHaveNoSuchField() {
    RowValidator validator = new RowValidator(TABLE, RowPolicy.STRICT);
    Schema nullable = Schema.builder().addNullableField("id", Schema.FieldType.INT64).build();
    Schema other = Schema.builder().addStringField("place").build();

    assertThat(reason(validator, Row.nullRow(nullable)), is(MISSING_VALUE));
    assertThat(
        reason(validator, Row.withSchema(other).addValue("Oslo").build()), is(MISSING_VALUE));
  }

  @Test
  void aNumberThatBecomesNullIsRejectedWhereNoneMayBe() {
    List<RowColumn> columns = List.of(new RowColumn("x", RedshiftType.parse("REAL"), false));
    Schema schema = Schema.builder().addFloatField("x").build();

    assertThat(
        reason(new RowValidator(columns, LAX), Row.withSchema(schema).addValue(Float.NaN).build()),
        is(MISSING_VALUE));
  }

  @Test
  void fieldsAreMatchedByNameWhateverTheirOrderCaseAndSchema() throws Exception {
    RowValidator validator = new RowValidator(TABLE, RowPolicy.STRICT);
    Schema schema = Schema.builder().addStringField("Place").addInt32Field("ID").build();
    Schema short16 = Schema.builder().addInt16Field("id").build();

    StagedRow row = validator.stage(Row.withSchema(schema).addValues("Oslo", 7).build());
    assertThat(row.value(0), is(7L));
    assertThat(row.value(1), is(bytes("Oslo")));
    long hash = row.hash();

    row = validator.stage(Row.withSchema(short16).addValue((short) 7).build());
    assertThat(row.value(0), is(7L));
    assertThat(row.value(1), is(nullValue()));
    assertThat(row.hash(), is(not(hash)));
  }

  @Test
  void aFieldWithoutAColumnIsRejectedOrLeftOut() throws Exception {
    Schema schema = Schema.builder().addInt64Field("id").addStringField("more").build();
    Row row = Row.withSchema(schema).addValues(1L, "x").build();

    assertThat(reason(new RowValidator(TABLE, RowPolicy.STRICT), row), is(UNKNOWN_FIELD));
    assertThat(new RowValidator(TABLE, LAX).stage(row).value(0), is(1L));
  }

  @Test
  void twoFieldsThatAreOneInLowerCaseAreRefused() {
    Schema schema = Schema.builder().addInt64Field("id").addInt64Field("Id").build();
    Row row = Row.withSchema(schema).addValues(1L, 2L).build();

    assertThrows(
        IllegalArgumentException.class, () -> new RowValidator(TABLE, RowPolicy.STRICT).stage(row));
  }

  @Test
  void aRowOfMoreThanFourMegabytesIsRejectedAndOneOfJustThatIsNot() throws Exception {
    String longest = "x".repeat(65_535);
    Map<String, String> values = new LinkedHashMap<>();
    IntStream.range(0, 65).forEach(i -> values.put("c" + i, i < 64 ? longest : "y".repeat(64)));
    Schema schema =
        values.keySet().stream()
            .map(name -> Schema.Field.of(name, Schema.FieldType.STRING))
            .collect(Schema.toSchema());
    RowValidator validator =
        new RowValidator(
            values.keySet().stream()
                .map(name -> new RowColumn(name, RedshiftType.parse("VARCHAR(MAX)"), true))
                .toList(),
            RowPolicy.STRICT);

    Row fits = Row.withSchema(schema).addValues(List.copyOf(values.values())).build();
    assertThat(validator.stage(fits).bytes(), is(RowValidator.MAX_ROW_BYTES));
    values.put("c64", "y".repeat(65));
    Row tooLarge = Row.withSchema(schema).addValues(List.copyOf(values.values())).build();
    assertThat(reason(validator, tooLarge), is(ROW_TOO_LARGE));
  }

  @Test
  void aNumberOfARowInARowThatNoDoubleReachesIsRejected() {
    Schema inner = Schema.builder().addDecimalField("a").build();
    Row row = Row.withSchema(inner).addValue(new BigDecimal("1E+200000")).build();

    RejectedRowException rejection =
        assertThrows(RejectedRowException.class, () -> stage("SUPER", row, RowPolicy.STRICT));

    assertThat(rejection.reason(), is(OUT_OF_RANGE));
  }

  @Test
  void aRowInARowBecomesJson() throws Exception {
    Schema inner = Schema.builder().addStringField("a").addDecimalField("b").build();
    Row row = Row.withSchema(inner).addValues("x", new BigDecimal("1.50")).build();

    assertThat(
        stage("SUPER", Map.of("k", row), RowPolicy.STRICT),
        is(bytes("{\"k\":{\"a\":\"x\",\"b\":1.50}}")));
  }

  @Test
  void equalMapsBecomeEqualRowsWhateverTheOrderOfTheirEntries() throws Exception {
    Schema schema =
        Schema.builder().addMapField("c", Schema.FieldType.STRING, Schema.FieldType.INT32).build();
    Map<String, Integer> one = new LinkedHashMap<>();
    one.put("Aa", 1);
    one.put("BB", 2);
    Map<String, Integer> other = new LinkedHashMap<>();
    other.put("BB", 2);
    other.put("Aa", 1);
    RowValidator validator = new RowValidator(List.of(column("SUPER")), RowPolicy.STRICT);

    long hash = validator.stage(Row.withSchema(schema).addValue(one).build()).hash();
    StagedRow same = validator.stage(Row.withSchema(schema).addValue(other).build());

    assertThat(same.hash(), is(hash));
    assertThat(same.value(0), is(bytes("{\"Aa\":1,\"BB\":2}")));
  }
}
