package dev.headrace.io.redshift.types;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smallint | SMALLINT | INTEGER | CAST(%s AS SMALLINT)",
        "INT2 | SMALLINT | INTEGER | CAST(%s AS SMALLINT)",
        "int | INTEGER | INTEGER | %s",
        "int8 | BIGINT | BIGINT | %s",
        "decimal | DECIMAL(18,0) | DECIMAL(18,0) | %s",
        "Numeric( 9 , 2 ) | DECIMAL(9,2) | DECIMAL(9,2) | %s",
        "DECIMAL(38,37) | DECIMAL(38,37) | DECIMAL(38,37) | %s",
        "float4 | REAL | REAL | %s",
        "double  precision | DOUBLE PRECISION | DOUBLE PRECISION | %s",
        "FLOAT | DOUBLE PRECISION | DOUBLE PRECISION | %s",
        "bool | BOOLEAN | BOOLEAN | %s",
        "char | CHAR(1) | VARCHAR(1) | CAST(%s AS CHAR(1))",
        "character(3) | CHAR(3) | VARCHAR(3) | CAST(%s AS CHAR(3))",
        "bpchar | CHAR(256) | VARCHAR(256) | CAST(%s AS CHAR(256))",
        "varchar | VARCHAR(256) | VARCHAR(256) | %s",
        "character varying(7) | VARCHAR(7) | VARCHAR(7) | %s",
        "VARCHAR(max) | VARCHAR(65535) | VARCHAR(65535) | %s",
        "text | VARCHAR(256) | VARCHAR(256) | %s",
        "date | DATE | DATE | %s",
        "time without time zone | TIME | VARCHAR(15) | CAST(%s AS TIME)",
        "timestamp without time zone | TIMESTAMP | TIMESTAMP | %s",
        "timestamp with time zone | TIMESTAMPTZ | TIMESTAMP | (%s AT TIME ZONE 'UTC')",
        "varbyte(10) | VARBYTE(10) | VARCHAR(20) | FROM_HEX(%s)",
        "varbyte(32767) | VARBYTE(32767) | VARCHAR(65534) | FROM_HEX(%s)",
        "varbyte | VARBYTE(64000) | VARBYTE(64000) | %s",
        "super | SUPER | VARCHAR(65535) | JSON_PARSE(%s)",
      })
  void aTypeIsKnownByAllItsNamesAndHowItIsStaged(
      String text, String sql, String stageType, String cast) {
    RedshiftType type = RedshiftType.parse(text);

    assertThat(type.sql(), is(sql));
    assertThat(type.stageType(), is(stageType));
    assertThat(type.cast(), is(cast.replace("''", "'")));
    assertThat(RedshiftType.parse(type.sql()), is(type));
    assertThat(SerializableUtils.clone(type), is(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMALLINT | INTEGER | CAST(%s AS SMALLINT)",
        "TIMESTAMPTZ | TIMESTAMP | (%s AT TIME ZONE 'UTC')",
        "VARBYTE(4) | VARCHAR(8) | FROM_HEX(%s)",
        "VARBYTE(64000) | VARCHAR(65535) | FROM_HEX(%s)",
        "SUPER | SUPER | %s",
      })
  void inJsonADocumentIsStagedAsOneAndBytesAsDigits(String text, String stageType, String cast) {
    RedshiftType type = RedshiftType.parse(text);

    assertThat(type.stageType(StagingFormat.JSON), is(stageType));
    assertThat(type.cast(StagingFormat.JSON), is(cast.replace("''", "'")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GEOMETRY",
        "TIMETZ",
        "TIME WITH TIME ZONE",
        "DATE WITH TIME ZONE",
        "DECIMAL(39,0)",
        "DECIMAL(38,38)",
        "DECIMAL(5,6)",
        "DECIMAL(MAX)",
        "VARCHAR(0)",
        "VARCHAR(65536)",
        "VARCHAR(1,1)",
        "CHAR(4097)",
        "VARBYTE(1024001)",
        "INTEGER(4)",
        "VARCHAR(5); DROP TABLE t",
      })
  void whatIsNoTypeToLoadIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> RedshiftType.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DECIMAL(18,9) | FIXED_LEN_BYTE_ARRAY | 8 | DECIMAL(18,9)",
        "DECIMAL(9,2) | FIXED_LEN_BYTE_ARRAY | 4 | DECIMAL(9,2)",
        "DECIMAL(38,0) | FIXED_LEN_BYTE_ARRAY | 16 | DECIMAL(38,0)",
        "DECIMAL(19,0) | FIXED_LEN_BYTE_ARRAY | 9 | DECIMAL(19,0)",
        "TIMESTAMP | INT64 | 0 | TIMESTAMP(MICROS,true)",
        "TIMESTAMPTZ | INT64 | 0 | TIMESTAMP(MICROS,true)",
        "DATE | INT32 | 0 | DATE",
        "TIME | BINARY | 0 | STRING",
        "SMALLINT | INT32 | 0 | null",
        "BIGINT | INT64 | 0 | null",
        "REAL | FLOAT | 0 | null",
        "DOUBLE PRECISION | DOUBLE | 0 | null",
        "BOOLEAN | BOOLEAN | 0 | null",
        "VARBYTE(4) | BINARY | 0 | STRING",
        "VARBYTE(32768) | BINARY | 0 | null",
        "SUPER | BINARY | 0 | STRING",
      })
  void aTypeHasTheParquetTypeThatCopyAsksFor(
      String text, PrimitiveTypeName name, int length, String annotation) {
    RedshiftType type = RedshiftType.parse(text);

    PrimitiveType parquet = ParquetTypes.of("c", type, true);

    assertThat(parquet.getPrimitiveTypeName(), is(name));
    assertThat(parquet.getTypeLength(), is(length));
    assertThat(String.valueOf(parquet.getLogicalTypeAnnotation()), is(annotation));
    assertThat(parquet.getRepetition(), is(Type.Repetition.OPTIONAL));
    assertThat(ParquetTypes.of("c", type, false).getRepetition(), is(Type.Repetition.REQUIRED));
  }
}
