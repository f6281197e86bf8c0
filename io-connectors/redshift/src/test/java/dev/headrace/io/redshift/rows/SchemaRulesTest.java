package dev.headrace.io.redshift.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.types.RedshiftType;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRulesTest {
  private static RowColumn column(String type, boolean nullable) {
    return new RowColumn("c", RedshiftType.parse(type), nullable);
  }

  private static void require(Schema schema, RowColumn column) {
    SchemaRules.require(schema, List.of(column), RowPolicy.STRICT);
  }

  private static Schema field(FieldType type) {
    return Schema.builder().addNullableField("C", type).build();
  }

  private static String refusal(Schema schema, RowColumn column) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> require(schema, column)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STRING   | BIGINT       | c is BIGINT, which a String does not load",
        "DOUBLE   | DECIMAL(9,2) | c is DECIMAL(9,2), which a Double does not load",
        "STRING   | TIMESTAMPTZ  | c is TIMESTAMPTZ, which a String does not load",
        "DATETIME | DATE         | c is DATE, which a Instant does not load",
        "INT32    | VARCHAR(9)   | c is VARCHAR(9), which a Integer does not load",
        "BOOLEAN  | INTEGER      | c is INTEGER, which a Boolean does not load",
      })
  void aTypeThatItsColumnNeverTakesIsRefused(TypeName type, String column, String why) {
    assertThat(
        refusal(field(FieldType.of(type)), column(column, true)),
        is("Rows of this schema are never loaded: " + why));
  }

  @ParameterizedTest
  @CsvSource({
    "INT16, BIGINT",
    "INT64, SMALLINT",
    "INT32, 'DECIMAL(9,2)'",
    "STRING, VARCHAR(1)",
    "DATETIME, TIMESTAMP",
    "BYTES, VARBYTE",
    "STRING, SUPER"
  })
  void aTypeOfWhichSomeValuesFitIsTaken(TypeName type, String column) {
    assertDoesNotThrow(() -> require(field(FieldType.of(type)), column(column, false)));
  }

  @Test
  void whatOnlyValuesCanTellIsLeftToThem() {
    Schema date = field(FieldType.logicalType(SqlTypes.DATE));

    assertDoesNotThrow(() -> require(date, column("DATE", false)));
    assertDoesNotThrow(() -> require(field(FieldType.STRING), column("CHAR(1)", false)));
  }

  @Test
  void aColumnThatIsNeverNullNeedsAField() {
    Schema other = Schema.builder().build();

    assertThat(
        refusal(other, column("DATE", false)),
        is("Rows of this schema are never loaded: no field is named c, which is never NULL"));
    assertDoesNotThrow(() -> require(other, column("DATE", true)));
  }

  @Test
  void aFieldWithoutAColumnIsRefusedUnlessItIsIgnored() {
    Schema more = Schema.builder().addInt64Field("c").addInt64Field("d").build();
    RowColumn column = column("BIGINT", false);

    assertThat(
        refusal(more, column),
        is("Rows of this schema are never loaded: the table has no column for d"));
    assertDoesNotThrow(
        () ->
            SchemaRules.require(
                more,
                List.of(column),
                RowPolicy.STRICT.withUnknownFields(RowPolicy.UnknownFields.IGNORE)));
  }
}
