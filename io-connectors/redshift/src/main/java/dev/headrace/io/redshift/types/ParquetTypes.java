package dev.headrace.io.redshift.types;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.math.BigInteger;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The Parquet type that a column is staged as: exactly that of its {@linkplain
 * RedshiftType#stageType stage}. COPY refuses a longer decimal, and reads nanoseconds as other days
 * (https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-troubleshooting.html).
 */
public final class ParquetTypes {
  private ParquetTypes() {}

  /** A field of a file. */
  public static PrimitiveType of(String name, RedshiftType type, boolean nullable) {
    Type.Repetition repetition = nullable ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> Types.primitive(INT32, repetition).named(name);
      case BIGINT -> Types.primitive(INT64, repetition).named(name);
      case REAL -> Types.primitive(FLOAT, repetition).named(name);
      case DOUBLE -> Types.primitive(DOUBLE, repetition).named(name);
      case BOOLEAN -> Types.primitive(BOOLEAN, repetition).named(name);
      case DECIMAL ->
          Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
              .length(decimalBytes(type.size()))
              .as(LogicalTypeAnnotation.decimalType(type.scale(), type.size()))
              .named(name);
      case DATE ->
          Types.primitive(INT32, repetition).as(LogicalTypeAnnotation.dateType()).named(name);
      case TIMESTAMP, TIMESTAMPTZ ->
          Types.primitive(INT64, repetition)
              .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
              .named(name);
      case VARBYTE ->
          type.isHex(StagingFormat.PARQUET)
              ? text(name, repetition)
              : Types.primitive(BINARY, repetition).named(name);
      case CHAR, VARCHAR, TIME, SUPER -> text(name, repetition);
    };
  }

  private static PrimitiveType text(String name, Type.Repetition repetition) {
    return Types.primitive(BINARY, repetition).as(LogicalTypeAnnotation.stringType()).named(name);
  }

  /** The fewest bytes that hold every number of so many digits, and its sign. */
  public static int decimalBytes(int digits) {
    return BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }
}
