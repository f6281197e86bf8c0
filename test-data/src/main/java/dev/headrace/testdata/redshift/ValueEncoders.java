package dev.headrace.testdata.redshift;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Which Parquet type loads into which column. Redshift converts nothing: the file's type must be
 * the column's own.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-troubleshooting.html#spectrum-troubleshooting-incompatible-data-format">Incompatible
 * data format</a>.
 */
final class ValueEncoders {
  private ValueEncoders() {}

  /** The encoder for a pair of types, or null if the file's type is not the column's. */
  static @Nullable ValueEncoder find(TargetColumn column, Type type, boolean serializeToJson) {
    if (type.isRepetition(Type.Repetition.REPEATED) || !type.isPrimitive()) {
      return serializeToJson && column.isA("jsonb") ? json(type) : null;
    }
    PrimitiveType primitive = type.asPrimitiveType();
    LogicalTypeAnnotation annotation = primitive.getLogicalTypeAnnotation();
    return switch (column.type()) {
      case "bool" ->
          is(primitive, PrimitiveTypeName.BOOLEAN)
              ? (row, field, out) -> out.ascii(row.getBoolean(field, 0) ? "t" : "f")
              : null;
      case "int2" -> isInt(primitive, 16) ? ValueEncoders::int32 : null;
      case "int4" -> isInt(primitive, 32) ? ValueEncoders::int32 : null;
      case "int8" -> isInt(primitive, 64) ? ValueEncoders::int64 : null;
      case "float4" ->
          is(primitive, PrimitiveTypeName.FLOAT)
              ? (row, field, out) -> out.ascii(Float.toString(row.getFloat(field, 0)))
              : null;
      case "float8" ->
          is(primitive, PrimitiveTypeName.DOUBLE)
              ? (row, field, out) -> out.ascii(Double.toString(row.getDouble(field, 0)))
              : null;
      case "varchar", "text", "bpchar" -> isText(primitive) ? new TextEncoder(column) : null;
      case "bytea" ->
          is(primitive, PrimitiveTypeName.BINARY) && annotation == null
              ? (row, field, out) -> out.hex(row.getBinary(field, 0).getBytes())
              : null;
      case "date" ->
          LogicalTypeAnnotation.dateType().equals(annotation)
              ? (row, field, out) -> out.ascii(SqlTimes.date(row.getInteger(field, 0)))
              : null;
      case "timestamp" -> isMicros(annotation) ? ValueEncoders::timestamp : null;
      case "numeric" -> isDecimal(column, annotation) ? decimal(column, primitive) : null;
      case "jsonb" -> isJsonScalar(primitive) ? json(type) : null;
      default -> null;
    };
  }

  private static void int32(Group row, int field, CopyText out) {
    out.ascii(Integer.toString(row.getInteger(field, 0)));
  }

  private static void int64(Group row, int field, CopyText out) {
    out.ascii(Long.toString(row.getLong(field, 0)));
  }

  private static void timestamp(Group row, int field, CopyText out) {
    out.ascii(SqlTimes.timestamp(row.getLong(field, 0)));
  }

  private static ValueEncoder json(Type type) {
    return (row, field, out) -> out.utf8(JsonValues.text(type, row, field));
  }

  private static ValueEncoder decimal(TargetColumn column, PrimitiveType type) {
    return (row, field, out) ->
        out.ascii(decimal(type, row, field, 0, column.scale()).toPlainString());
  }

  static BigDecimal decimal(PrimitiveType type, Group row, int field, int index, int scale) {
    BigInteger unscaled =
        switch (type.getPrimitiveTypeName()) {
          case INT32 -> BigInteger.valueOf(row.getInteger(field, index));
          case INT64 -> BigInteger.valueOf(row.getLong(field, index));
          default -> new BigInteger(row.getBinary(field, index).getBytes());
        };
    return new BigDecimal(unscaled, scale);
  }

  private static boolean is(PrimitiveType type, PrimitiveTypeName name) {
    return type.getPrimitiveTypeName() == name;
  }

  private static boolean isInt(PrimitiveType type, int bits) {
    @Nullable LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (annotation instanceof IntLogicalTypeAnnotation integer) {
      return integer.isSigned() && integer.getBitWidth() == bits;
    }
    return annotation == null
        && is(type, bits == 64 ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32)
        && bits >= 32;
  }

  private static boolean isText(PrimitiveType type) {
    @Nullable LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return is(type, PrimitiveTypeName.BINARY)
        && (annotation == null
            || annotation.equals(LogicalTypeAnnotation.stringType())
            || annotation.equals(LogicalTypeAnnotation.enumType())
            || annotation.equals(LogicalTypeAnnotation.jsonType()));
  }

  private static boolean isMicros(@Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == TimeUnit.MICROS;
  }

  private static boolean isDecimal(
      TargetColumn column, @Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof DecimalLogicalTypeAnnotation decimal
        && decimal.getPrecision() == column.precision()
        && decimal.getScale() == column.scale();
  }

  private static boolean isJsonScalar(PrimitiveType type) {
    return isText(type)
        || is(type, PrimitiveTypeName.BOOLEAN)
        || isInt(type, 16)
        || isInt(type, 32)
        || isInt(type, 64)
        || is(type, PrimitiveTypeName.FLOAT)
        || is(type, PrimitiveTypeName.DOUBLE);
  }
}
