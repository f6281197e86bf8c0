package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.RedshiftTable.Column;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftTableTest {
  private static final RedshiftTable READINGS = RedshiftTable.of("readings", Reading.SCHEMA);

  private static RedshiftTable withField(String type) {
    return RedshiftTable.of(
        "t",
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"f\",\"type\":"
                    + type
                    + "}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"string\"                                               | VARCHAR(65535)",
        "\"string\",\"maxBytes\":64                               | VARCHAR(64)",
        "\"boolean\"                                              | BOOLEAN",
        "\"int\"                                                  | INTEGER",
        "\"long\"                                                 | BIGINT",
        "\"float\"                                                | REAL",
        "\"double\"                                               | DOUBLE PRECISION",
        "\"bytes\"                                                | VARBYTE(64000)",
        "\"bytes\",\"maxBytes\":1024000                           | VARBYTE(1024000)",
        "{\"type\":\"array\",\"items\":\"string\"}                | SUPER",
        "{\"type\":\"int\",\"logicalType\":\"date\"}              | DATE",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | TIMESTAMP",
      })
  void aTypeBecomesTheOneCopyTakesWithoutConverting(String type, String column) {
    assertThat(
        withField(type).columns(), is(List.of(new RedshiftTable.Column("f", column, false))));
  }

  private static RedshiftTable withDecimal(String type, int precision, int scale) {
    return withField(
        "{%s,\"logicalType\":\"decimal\",\"precision\":%d,\"scale\":%d}"
            .formatted(type, precision, scale));
  }

  @Test
  void aDecimalKeepsItsPrecisionAndScaleWhateverHoldsIt() {
    String fixed = "\"type\":\"fixed\",\"name\":\"price\",\"size\":16";

    assertThat(
        withDecimal("\"type\":\"bytes\"", 9, 2).columns(),
        is(List.of(new Column("f", "DECIMAL(9,2)", false))));
    assertThat(
        withDecimal(fixed, 38, 37).columns(),
        is(List.of(new Column("f", "DECIMAL(38,37)", false))));
  }

  @Test
  void aDecimalThatRedshiftCannotHaveIsRefused() {
    for (int[] size : new int[][] {{39, 2}, {38, 38}}) {
      Exception refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> withDecimal("\"type\":\"bytes\"", size[0], size[1]));

      assertThat(
          refusal.getMessage(),
          allOf(containsString("field f"), containsString("DECIMAL must be between")));
    }
  }

  @Test
  void aUnionWithNullIsNullableWhereverTheNullStands() {
    List<RedshiftTable.Column> nullable = List.of(new RedshiftTable.Column("f", "BIGINT", true));

    assertThat(withField("[\"null\",\"long\"]").columns(), is(nullable));
    assertThat(withField("[\"long\",\"null\"]").columns(), is(nullable));
    assertThat(withField("[\"long\"]").columns().get(0).nullable(), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"fixed\",\"name\":\"hash\",\"size\":16}",
        "\"null\"",
        "[\"null\"]",
        "{\"type\":\"map\",\"values\":\"string\"}",
      })
  void aTypeThatIsNotLoadedIsRefusedByTheFieldsName(String type) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> withField(type));

    assertThat(
        refusal.getMessage(), allOf(containsString("field f"), containsString("not loaded")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp-millis", "time-micros", "local-timestamp-micros"})
  void aTimeThatWouldBeReadAsAPlainNumberIsRefused(String logicalType) {
    String type = "{\"type\":\"long\",\"logicalType\":\"" + logicalType + "\"}";

    assertThrows(IllegalArgumentException.class, () -> withField(type));
  }

  @Test
  void aUnionOfTwoTypesIsRefusedInsteadOfTakenForItsFirst() {
    assertThrows(IllegalArgumentException.class, () -> withField("[\"null\",\"string\",\"long\"]"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65_536})
  void aLengthThatVarcharCannotHaveIsRefused(int maxBytes) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class, () -> withField("\"string\",\"maxBytes\":" + maxBytes));

    assertThat(
        refusal.getMessage(),
        allOf(containsString("field f"), containsString("between 1 and 65535")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_024_001})
  void aLengthThatVarbyteCannotHaveIsRefused(int maxBytes) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class, () -> withField("\"bytes\",\"maxBytes\":" + maxBytes));

    assertThat(
        refusal.getMessage(),
        allOf(containsString("field f"), containsString("between 1 and 1024000")));
  }

  @Test
  void aKeyOfAnyKindMustBeAColumnThatIsNeverNullAndNoList() {
    List<Function<String, RedshiftTable>> settings =
        List.of(
            READINGS::withKeys,
            READINGS::withSequence,
            READINGS::withDistKey,
            READINGS::withSortKeys);
    for (Function<String, RedshiftTable> setting : settings) {
      for (String column : List.of("nowhere", "place", "tags", "ID")) {
        Exception refusal =
            assertThrows(IllegalArgumentException.class, () -> setting.apply(column));
        assertThat(refusal.getMessage(), containsString("\"" + column + "\""));
      }
      assertThat(setting.apply("id").columns(), is(READINGS.columns()));
    }
  }

  @Test
  void aSystemColumnIsRefusedInTheSchema() {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\","
                    + "\"fields\":[{\"name\":\"xmin\",\"type\":\"int\"}]}");

    assertThrows(IllegalArgumentException.class, () -> RedshiftTable.of("t", schema));
  }

  @Test
  void anotherSchemaBringsItsColumnsAndHasToHaveTheKeys() {
    RedshiftTable keyed = READINGS.withKeys("id").withSequence("version").withDistKey("id");
    Schema without = SchemaBuilder.record("reading").fields().requiredString("id").endRecord();

    RedshiftTable lax = READINGS.withKeys("id").withSchema(without);

    assertThat(lax.columns(), is(List.of(new Column("id", "VARCHAR(65535)", false))));
    assertThat(lax.keys(), is(List.of("id")));
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> keyed.withSchema(without));
    assertThat(refusal.getMessage(), containsString("\"version\""));
  }

  @Test
  void twoColumnsThatAreOneInLowerCaseAreRefused() {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                RedshiftTable.of(
                    "t",
                    List.of(
                        new RedshiftTable.Column("id", "BIGINT", false),
                        new RedshiftTable.Column("Id", "BIGINT", false))));

    assertThat(refusal.getMessage(), containsString("\"Id\""));
  }

  @Test
  void aColumnThatStandsTwiceIsRefused() {
    List<Column> twice =
        List.of(new Column("id", "BIGINT", false), new Column("id", "BIGINT", false));

    assertThrows(IllegalArgumentException.class, () -> RedshiftTable.of("t", twice));
  }
}
