package dev.headrace.io.redshift.types;

import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;

/** Which fields of Beam's rows hold the values of a type exactly. */
public final class BeamTypes {
  private BeamTypes() {}

  /**
   * The field's type, which takes null. A SUPER is its JSON, and a point in time keeps its
   * microseconds.
   *
   * @throws IllegalArgumentException for VARBYTE, which is not unloaded to Parquet
   *     (https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html)
   */
  public static FieldType of(RedshiftType type) {
    FieldType field =
        switch (type.kind()) {
          case SMALLINT -> FieldType.INT16;
          case INTEGER -> FieldType.INT32;
          case BIGINT -> FieldType.INT64;
          case DECIMAL -> FieldType.DECIMAL;
          case REAL -> FieldType.FLOAT;
          case DOUBLE -> FieldType.DOUBLE;
          case BOOLEAN -> FieldType.BOOLEAN;
          case CHAR, VARCHAR, SUPER -> FieldType.STRING;
          case DATE -> FieldType.logicalType(SqlTypes.DATE);
          case TIME -> FieldType.logicalType(SqlTypes.TIME);
          case TIMESTAMP -> FieldType.logicalType(SqlTypes.DATETIME);
          case TIMESTAMPTZ -> FieldType.logicalType(new MicrosInstant());
          case VARBYTE ->
              throw new IllegalArgumentException(
                  "A VARBYTE is not unloaded to Parquet: select TO_HEX(column) instead");
        };
    return field.withNullable(true);
  }
}
