package dev.headrace.io.redshift.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.google.common.collect.Iterables;
import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.rows.RejectionReason;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a column just holds arrives in the table, and what it just does not is given out. */
class LimitsTest extends RowsFixture {
  private static final Map<String, String> COLUMNS =
      new TreeMap<>(
          Map.of(
              "ascii", "CHAR(3)",
              "day", "DATE",
              "digits", "DECIMAL(38,10)",
              "doc", "SUPER",
              "longest", "VARCHAR(MAX)",
              "moment", "TIMESTAMP",
              "price", "DECIMAL(5,2)",
              "raw", "VARBYTE(64000)",
              "short", "VARCHAR(5)",
              "wide", "DECIMAL(19,0)"));

  private static final Schema TEXT = Schema.builder().addStringField("place").build();

  private Schema schema;

  @BeforeEach
  void makeATableOfLimits() {
    List<Column> columns = new ArrayList<>();
    Schema.Builder fields = Schema.builder();
    columns.add(Column.converted("id", "BIGINT", false));
    fields.addInt64Field("id");
    COLUMNS.forEach(
        (column, type) -> {
          columns.add(Column.converted(column, type, true));
          fields.addNullableField(column, field(type));
        });
    schema = fields.build();
    places = RedshiftTable.of(name, columns);
  }

  private static FieldType field(String type) {
    return type.startsWith("VARBYTE")
        ? FieldType.BYTES
        : BeamTypes.of(RedshiftType.parse(type)).withNullable(false);
  }

  /** A row of one value. */
  private Row row(long id, String column, Object value) {
    return Row.withSchema(schema).withFieldValue("id", id).withFieldValue(column, value).build();
  }

  private List<List<String>> stored(String column, String shown) throws Exception {
    return rows(
        "SELECT id, " + shown + " FROM " + name + " WHERE " + column + " IS NOT NULL ORDER BY id");
  }

  private static String md5(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
  }

  @Test
  void textsAreMeasuredInBytesAndOnlyBlanksMayBeTooMany() throws Exception {
    String longest = "x".repeat(65_535);
    runRejecting(
        writeRows(),
        List.of(
            row(1, "short", "abc   "),
            row(2, "short", "🌍e"),
            row(3, "longest", longest),
            row(4, "ascii", "abc"),
            row(11, "short", "ééé"),
            row(12, "longest", longest + "x"),
            row(14, "short", "a\0"),
            row(15, "ascii", "é")),
        "TOO_LONG short",
        "TOO_LONG longest",
        "INVALID_TEXT short",
        "INVALID_TEXT ascii");

    assertThat(
        stored("short", "short || '.'"), is(List.of(List.of("1", "abc  ."), List.of("2", "🌍e."))));
    assertThat(
        stored("longest", "MD5(longest)"), is(List.of(List.of("3", md5(longest.getBytes(UTF_8))))));
    assertThat(stored("ascii", "ascii"), is(List.of(List.of("4", "abc"))));
  }

  @Test
  void halfASurrogatePairIsGivenOutAndIsNoQuestionMark() throws Exception {
    places = RedshiftTable.of(name, List.of(Column.converted("place", "VARCHAR(5)", true)));
    Pipeline pipeline = Pipeline.create();
    // Beam's own coder writes a question mark, so that the row is made behind it.
    WriteResult written =
        pipeline
            .apply(Create.of("a", "b\uD83D\uDE00"))
            .apply(
                RedshiftIO.<String>write(text -> Row.withSchema(TEXT).addValue(half(text)).build())
                    .to(places)
                    .withConnection(warehouse())
                    .withStaging(stores(), STAGING)
                    .withLoadId("1")
                    .withLedger(ledger));
    PAssert.that(written.rejected())
        .satisfies(
            rejected -> {
              RejectedRow row = Iterables.getOnlyElement(rejected);
              assertThat(row.reason(), is(RejectionReason.INVALID_TEXT));
              return null;
            });
    pipeline.run().waitUntilFinish();

    assertThat(rows("SELECT place FROM " + name), is(List.of(List.of("a"))));
  }

  private static String half(String text) {
    return text.length() > 1 ? text.substring(0, 2) : text;
  }

  @Test
  void decimalsHaveTheirDigitsAndThoseOf19TheirBits() throws Exception {
    String most = "9999999999999999999999999999.9999999999";
    List<Row> rows =
        List.of(
            row(1, "wide", new BigDecimal("9223372036854775807")),
            row(2, "wide", new BigDecimal("-9223372036854775808")),
            row(3, "digits", new BigDecimal(most)),
            row(4, "digits", new BigDecimal(most).negate()),
            row(5, "price", new BigDecimal("999.99")),
            row(11, "wide", new BigDecimal("9223372036854775808")),
            row(12, "digits", new BigDecimal("1E+28")),
            row(13, "price", new BigDecimal("999.999")),
            row(14, "price", new BigDecimal("1.005")));
    runRejecting(
        writeRows(),
        rows,
        "OUT_OF_RANGE wide",
        "OUT_OF_RANGE digits",
        "TOO_PRECISE price",
        "TOO_PRECISE price");

    assertThat(
        stored("wide", "wide"),
        is(List.of(List.of("1", "9223372036854775807"), List.of("2", "-9223372036854775808"))));
    assertThat(
        stored("digits", "digits"), is(List.of(List.of("3", most), List.of("4", "-" + most))));

    runRejecting(
        writeRows()
            .withLoadId("2")
            .withRowPolicy(RowPolicy.STRICT.withDecimals(RowPolicy.Decimals.ROUND_HALF_UP)),
        List.of(rows.get(7), rows.get(8)),
        "OUT_OF_RANGE price");

    assertThat(
        stored("price", "price"), is(List.of(List.of("5", "999.99"), List.of("14", "1.01"))));
  }

  @Test
  void daysAndMomentsAreThoseOfRedshiftsCalendar() throws Exception {
    LocalDateTime fine = LocalDateTime.of(2024, 2, 29, 1, 2, 3, 123_456_789);
    runRejecting(
        writeRows(),
        List.of(
            row(1, "day", LocalDate.of(1, 1, 1)),
            row(2, "day", LocalDate.of(-4712, 1, 1)),
            row(3, "day", LocalDate.of(294_276, 12, 31)),
            row(4, "moment", LocalDateTime.of(294_246, 12, 31, 23, 59, 59, 999_999_000)),
            row(11, "day", LocalDate.of(-4713, 12, 31)),
            row(12, "day", LocalDate.of(294_277, 1, 1)),
            row(13, "moment", fine)),
        "OUT_OF_RANGE day",
        "OUT_OF_RANGE day",
        "TOO_PRECISE moment");

    assertThat(
        stored("day", "CAST(day AS VARCHAR(40))"),
        is(
            List.of(
                List.of("1", "0001-01-01"),
                List.of("2", "4713-01-01 BC"),
                List.of("3", "294276-12-31"))));

    run(
        writeRows()
            .withLoadId("2")
            .withRowPolicy(RowPolicy.STRICT.withFineTimes(RowPolicy.FineTimes.TRUNCATE)),
        schema,
        List.of(row(5, "moment", fine)));

    assertThat(
        stored("moment", "CAST(moment AS VARCHAR(40))"),
        is(
            List.of(
                List.of("4", "294246-12-31 23:59:59.999999"),
                List.of("5", "2024-02-29 01:02:03.123456"))));
  }

  @Test
  void bytesBeyondWhatATextHoldsAreStagedAsBytes() throws Exception {
    byte[] most = new byte[64_000];
    for (int i = 0; i < most.length; i++) {
      most[i] = (byte) (i * 31);
    }
    runRejecting(
        writeRows(),
        List.of(row(1, "raw", most), row(2, "raw", new byte[0]), row(11, "raw", new byte[64_001])),
        "TOO_LONG raw");

    assertThat(
        stored("raw", "MD5(raw)"),
        is(List.of(List.of("1", md5(most)), List.of("2", md5(new byte[0])))));
  }

  @Test
  void aDocumentIsATextAndNoTextInItIsLongerThanAVarchar() throws Exception {
    String fits = "{\"a\": \"" + "x".repeat(65_535 - 9) + "\"}";
    runRejecting(
        writeRows(),
        List.of(
            row(1, "doc", fits),
            row(11, "doc", fits + " "),
            row(12, "doc", "\"" + "x".repeat(65_536) + "\"")),
        "TOO_LONG doc",
        "TOO_LONG doc");

    assertThat(
        stored("doc", "OCTET_LENGTH(JSON_SERIALIZE(doc))"), is(List.of(List.of("1", "65535"))));
  }

  @Test
  void aNumberOfADocumentThatNoDoubleReachesIsGivenOutAndDoesNotFailTheLoad() throws Exception {
    runRejecting(
        writeRows(),
        List.of(
            row(1, "doc", "[12345678901234567890.12345]"),
            row(11, "doc", "{\"a\": 1e200000}"),
            row(12, "doc", "{\"a\": 1e-200000}")),
        "OUT_OF_RANGE doc",
        "OUT_OF_RANGE doc");

    assertThat(
        stored("doc", "JSON_SERIALIZE(doc)"),
        is(List.of(List.of("1", "[12345678901234567890.12345]"))));
  }

  @Test
  void aRowOfMoreThanFourMegabytesIsGivenOut() throws Exception {
    String longest = "x".repeat(65_535);
    Schema.Builder fields = Schema.builder();
    List<Column> columns = new ArrayList<>();
    Row.Builder fits;
    for (int i = 0; i < 65; i++) {
      fields.addStringField("c" + i);
      columns.add(Column.converted("c" + i, "VARCHAR(MAX)", true));
    }
    Schema wide = fields.build();
    places = RedshiftTable.of(name, columns);
    List<Object> values = new ArrayList<>(java.util.Collections.nCopies(64, longest));
    values.add("y".repeat(64));
    fits = Row.withSchema(wide).addValues(values);
    values.set(64, "y".repeat(65));

    runRejecting(
        writeRows(),
        List.of(fits.build(), Row.withSchema(wide).addValues(values).build()),
        "ROW_TOO_LARGE ");

    assertThat(
        rows("SELECT OCTET_LENGTH(c0 || c63), c64 FROM " + name),
        is(List.of(List.of("131070", "y".repeat(64)))));
  }

  @Test
  void aMomentIsThatOfUtcAlsoWhereItHasAZone() throws Exception {
    places =
        RedshiftTable.of(
            name,
            List.of(
                Column.converted("id", "BIGINT", false),
                Column.converted("at", "TIMESTAMPTZ", true)));
    Schema zoned =
        Schema.builder().addInt64Field("id").addLogicalTypeField("at", new MicrosInstant()).build();
    Instant instant = Instant.parse("2024-03-10T07:30:00.000001Z");
    run(writeRows(), zoned, List.of(Row.withSchema(zoned).addValues(1L, instant).build()));

    assertThat(
        rows("SELECT CAST(at AT TIME ZONE 'UTC' AS VARCHAR(40)) FROM " + name),
        is(List.of(List.of("2024-03-10 07:30:00.000001"))));
  }
}
