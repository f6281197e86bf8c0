package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
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
        "{\"type\":\"array\",\"items\":\"string\"}                | SUPER",
        "{\"type\":\"int\",\"logicalType\":\"date\"}              | DATE",
        "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"} | TIMESTAMP",
      })
  void aTypeBecomesTheOneCopyTakesWithoutConverting(String type, String column) {
    assertThat(
        withField(type).columns(), is(List.of(new RedshiftTable.Column("f", column, false))));
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
        "\"bytes\"",
        "\"null\"",
        "[\"null\"]",
        "{\"type\":\"map\",\"values\":\"string\"}",
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}",
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

    assertThat(refusal.getMessage(), containsString("between 1 and 65535"));
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
}
