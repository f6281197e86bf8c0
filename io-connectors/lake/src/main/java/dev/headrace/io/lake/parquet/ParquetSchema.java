package dev.headrace.io.lake.parquet;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.headrace.transforms.buckets.Types;
import java.math.BigInteger;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types.PrimitiveBuilder;

/**
 * The Parquet types of a contract's schema: those that Redshift's COPY asks for. A time is INT64 of
 * microseconds in UTC, a date INT32, a decimal FIXED_LEN_BYTE_ARRAY of the fewest bytes that its
 * precision needs, and a list has three levels.
 */
final class ParquetSchema {
  private ParquetSchema() {}

  static MessageType of(Schema schema) {
    List<Type> fields =
        schema.getFields().stream().map(field -> field(field.name(), field.schema())).toList();
    return new MessageType(schema.getFullName(), fields);
  }

  private static Type field(String name, Schema schema) {
    Type.Repetition repetition =
        schema.isNullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
    Schema type = Types.nonNull(schema);
    if (type.getType() != Schema.Type.ARRAY) {
      return primitive(repetition, type).named(name);
    }
    return org.apache.parquet.schema.Types.list(repetition)
        .element(field("element", type.getElementType()))
        .named(name);
  }

  private static PrimitiveBuilder<PrimitiveType> primitive(
      Type.Repetition repetition, Schema type) {
    if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return org.apache.parquet.schema.Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
          .length(bytesOf(decimal.getPrecision()))
          .as(LogicalTypeAnnotation.decimalType(decimal.getScale(), decimal.getPrecision()));
    }
    return switch (type.getType()) {
      case STRING, ENUM -> plain(BINARY, repetition).as(LogicalTypeAnnotation.stringType());
      case BYTES -> plain(BINARY, repetition);
      case BOOLEAN -> plain(BOOLEAN, repetition);
      case INT ->
          type.getLogicalType() instanceof LogicalTypes.Date
              ? plain(INT32, repetition).as(LogicalTypeAnnotation.dateType())
              : plain(INT32, repetition);
      case LONG ->
          type.getLogicalType() instanceof LogicalTypes.TimestampMicros
              ? plain(INT64, repetition)
                  .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
              : plain(INT64, repetition);
      case FLOAT -> plain(FLOAT, repetition);
      case DOUBLE -> plain(DOUBLE, repetition);
      default -> throw new IllegalArgumentException("A lake has no column of " + type);
    };
  }

  private static PrimitiveBuilder<PrimitiveType> plain(
      PrimitiveTypeName type, Type.Repetition repetition) {
    return org.apache.parquet.schema.Types.primitive(type, repetition);
  }

  /** The fewest bytes that hold every number of so many digits, and its sign. */
  static int bytesOf(int precision) {
    return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }
}
