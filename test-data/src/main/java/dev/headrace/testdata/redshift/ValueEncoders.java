package dev.headrace.testdata.redshift;

import java.math.BigInteger;
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
              ? (row, field, out) -> out.bool(row.bool(field))
              : null;
      case "int2" -> isInt(primitive, 16) ? (row, field, out) -> out.int16(row.int32(field)) : null;
      case "int4" -> isInt(primitive, 32) ? (row, field, out) -> out.int32(row.int32(field)) : null;
      case "int8" -> isInt(primitive, 64) ? (row, field, out) -> out.int64(row.int64(field)) : null;
      case "float4" ->
          is(primitive, PrimitiveTypeName.FLOAT)
              ? (row, field, out) -> out.float32(row.float32(field))
              : null;
      case "float8" ->
          is(primitive, PrimitiveTypeName.DOUBLE)
              ? (row, field, out) -> out.float64(row.float64(field))
              : null;
      case "varchar", "text", "bpchar" -> isText(primitive) ? text(new TextEncoder(column)) : null;
      case "bytea" ->
          is(primitive, PrimitiveTypeName.BINARY) && annotation == null
              ? (row, field, out) -> out.bytes(row.bytes(field), row.bytes(field).length)
              : null;
      case "date" ->
          LogicalTypeAnnotation.dateType().equals(annotation)
              ? (row, field, out) -> out.date(row.int32(field))
              : null;
      case "timestamp" ->
          isMicros(annotation) ? (row, field, out) -> out.timestamp(row.int64(field)) : null;
      case "numeric" -> isDecimal(column, annotation) ? decimal(column, primitive) : null;
      case "jsonb" -> isJsonScalar(primitive) ? json(type) : null;
      default -> null;
    };
  }

  private static ValueEncoder text(TextEncoder encoder) {
    return (row, field, out) -> {
      byte[] value = row.bytes(field);
      out.bytes(value, encoder.length(value));
    };
  }

  private static ValueEncoder json(Type type) {
    return (row, field, out) -> out.json(JsonValues.text(type, row.json(), field));
  }

  private static ValueEncoder decimal(TargetColumn column, PrimitiveType type) {
    int scale = column.scale();
    return switch (type.getPrimitiveTypeName()) {
      case INT32, INT64 ->
          (row, field, out) -> out.decimal(BigInteger.valueOf(row.int64(field)), scale);
      default -> (row, field, out) -> out.decimal(new BigInteger(row.bytes(field)), scale);
    };
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
