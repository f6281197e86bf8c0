package dev.headrace.io.redshift.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.write.RowsFixture;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest extends RowsFixture {

  private Schema tableOf(List<String> types) {
    List<Column> columns = new ArrayList<>();
    Schema.Builder schema = Schema.builder();
    for (int i = 0; i < types.size(); i++) {
      columns.add(Column.converted("c" + i, types.get(i), true));
      schema.addField("c" + i, BeamTypes.of(RedshiftType.parse(types.get(i))));
    }
    places = RedshiftTable.of(name, columns);
    return schema.build();
  }

  private void assertReadsBack(Schema schema, List<Row> rows) throws Exception {
    run(writeRows(), schema, rows);
    String columns = String.join(", ", schema.getFieldNames());
    assertReads("SELECT " + columns + " FROM " + name, schema, rows);
  }

  private static void assertReads(String query, Schema schema, List<Row> rows) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(pipeline.apply(read(query, schema))).containsInAnyOrder(rows);
    pipeline.run().waitUntilFinish();
    assertThat(staged().stream().filter(key -> key.contains("unload-")).toList(), is(empty()));
  }

  @Test
  void everyTypeComesBackExactly() throws Exception {
    Schema schema =
        tableOf(
            List.of(
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "DECIMAL(19,0)",
                "DECIMAL(38,10)",
                "REAL",
                "DOUBLE PRECISION",
                "BOOLEAN",
                "VARCHAR(20)",
                "DATE",
                "TIME",
                "TIMESTAMP",
                "TIMESTAMPTZ",
                "SUPER"));
    Row full =
        Row.withSchema(schema)
            .addValues(
                Short.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                new BigDecimal(Long.MAX_VALUE),
                new BigDecimal("-9999999999999999999999999999.9999999999"),
                1.5f,
                -Double.MAX_VALUE,
                true,
                "it's \"é\" \\ 🌍\n\t",
                LocalDate.of(1, 1, 1),
                LocalTime.of(23, 59, 59, 999_999_000),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1_000),
                Instant.parse("2024-03-31T01:30:00.123456Z"),
                "{\"a\": [1, \"é\", null]}")
            .build();

    assertReadsBack(schema, List.of(full, Row.nullRow(schema)));
  }

  @Test
  void pointsInTimeAreThoseOfTheInputWhateverTheZoneOfTheWorker() throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
    try {
      Schema schema = tableOf(List.of("TIMESTAMPTZ", "TIMESTAMP"));
      // An hour that the clocks of New York left out.
      Instant gap =
          ZonedDateTime.of(2024, 3, 10, 2, 30, 0, 0, ZoneId.of("America/New_York")).toInstant();
      LocalDateTime local = LocalDateTime.of(2024, 3, 10, 2, 30);

      assertReadsBack(schema, List.of(Row.withSchema(schema).addValues(gap, local).build()));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void nestedValuesAndBytesBecomeWhatTheyWere() throws Exception {
    places =
        RedshiftTable.of(
            name,
            List.of(
                Column.converted("doc", "SUPER", true),
                Column.converted("raw", "VARBYTE(4)", true)));
    Schema inner = Schema.builder().addStringField("a").addInt32Field("b").build();
    Schema schema =
        Schema.builder()
            .addArrayField("doc", Schema.FieldType.row(inner))
            .addByteArrayField("raw")
            .build();
    Row nested = Row.withSchema(inner).addValues("é", 1).build();
    run(
        writeRows(),
        schema,
        List.of(Row.withSchema(schema).addValues(List.of(nested), new byte[] {0, -1}).build()));

    Schema read =
        Schema.builder().addNullableStringField("doc").addNullableStringField("raw").build();
    assertReads(
        "SELECT doc, UPPER(TO_HEX(raw)) AS raw FROM " + name,
        read,
        List.of(Row.withSchema(read).addValues("[{\"a\": \"é\", \"b\": 1}]", "00FF").build()));
  }

  @Test
  void quotesAndBackslashesInTheQueryAndNoRowAtAllAreRead() {
    Schema schema = Schema.builder().addNullableStringField("said").build();

    assertReads(
        "SELECT \"a\\b\" AS said FROM (SELECT 'it''s \"so\"?'::varchar(20) AS \"a\\b\") AS q",
        schema,
        List.of(Row.withSchema(schema).addValue("it's \"so\"?").build()));
    assertReads("SELECT 'x'::varchar(20) AS said WHERE 1 = 2", schema, List.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomRowsOfRandomTablesComeBackAsTheyWere(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> types =
        random
            .ints(1 + random.nextInt(12), 0, TYPES.size())
            .mapToObj(TYPES::get)
            .collect(Collectors.toList());
    Schema schema = tableOf(types);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Row.Builder row = Row.withSchema(schema);
      types.forEach(type -> row.addValue(value(random, RedshiftType.parse(type))));
      rows.add(row.build());
    }

    assertReadsBack(schema, rows);
  }

  private static final List<String> TYPES =
      List.of(
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "DECIMAL(9,2)",
          "DECIMAL(18,9)",
          "DECIMAL(38,0)",
          "REAL",
          "DOUBLE PRECISION",
          "BOOLEAN",
          "VARCHAR(40)",
          "DATE",
          "TIME",
          "TIMESTAMP",
          "TIMESTAMPTZ");

  private static @Nullable Object value(Random random, RedshiftType type) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    Instant instant =
        Instant.EPOCH.plus(
            random.nextLong(-62_000_000_000_000_000L, 200_000_000_000_000_000L), ChronoUnit.MICROS);
    return switch (type.kind()) {
      case SMALLINT -> (short) random.nextInt();
      case INTEGER -> random.nextInt();
      case BIGINT -> random.nextLong();
      case DECIMAL ->
          new BigDecimal(
              new BigInteger(Math.min(126, (int) (type.size() * 3.3)), random)
                  .mod(BigInteger.TEN.pow(type.size()))
                  .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
              type.scale());
      case REAL -> random.nextFloat();
      case DOUBLE -> random.nextGaussian() * 1e100;
      case BOOLEAN -> random.nextBoolean();
      case DATE -> LocalDate.ofInstant(instant, ZoneOffset.UTC);
      case TIME -> LocalTime.ofInstant(instant, ZoneOffset.UTC);
      case TIMESTAMP -> LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      case TIMESTAMPTZ -> instant;
      default -> text(random);
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(10), 1, Character.MAX_CODE_POINT)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
