package dev.headrace.transforms.shape;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/** A field as an expression sees it. */
record CelInput(String name, int position, Schema type, boolean nullable) {
  /** Where names are looked for first: a field may be called as something that is built in. */
  static final String CONTAINER = "record";

  /** The name that a field's own stands for. */
  String variable() {
    return CONTAINER + "." + name;
  }

  static CelInput of(Schema.Field field) {
    return new CelInput(
        field.name(), field.pos(), nonNull(field.schema()), field.schema().isNullable());
  }

  static Schema nonNull(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(schema)
        : schema;
  }

  Decl declaration() {
    Type declared = typeOf(type);
    boolean canBeWrapped = declared.getTypeKindCase() == Type.TypeKindCase.PRIMITIVE;
    return Decls.newVar(
        variable(), nullable && canBeWrapped ? Decls.newWrapperType(declared) : declared);
  }

  private static Type typeOf(Schema type) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros || logical instanceof LogicalTypes.Date) {
      return Decls.Timestamp;
    }
    if (logical instanceof LogicalTypes.Decimal) {
      return Decls.String;
    }
    return switch (type.getType()) {
      case STRING -> Decls.String;
      case BOOLEAN -> Decls.Bool;
      case INT, LONG -> Decls.Int;
      case FLOAT, DOUBLE -> Decls.Double;
      case BYTES -> Decls.Bytes;
      case ARRAY -> Decls.newListType(typeOf(type.getElementType()));
      default -> throw new IllegalArgumentException("fields of " + type + " cannot be read");
    };
  }

  /** The value as an expression takes it. */
  Object value(Object value) {
    return value(type, value);
  }

  private static Object value(Schema type, Object value) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
    }
    if (logical instanceof LogicalTypes.Date) {
      return LocalDate.ofEpochDay((Integer) value).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return new BigDecimal(new BigInteger(bytes((ByteBuffer) value)), decimal.getScale())
          .toPlainString();
    }
    return switch (type.getType()) {
      case STRING -> value.toString();
      case INT -> Long.valueOf((Integer) value);
      case FLOAT -> Double.valueOf((Float) value);
      case BYTES -> bytes((ByteBuffer) value);
      case ARRAY -> elements(type.getElementType(), (List<?>) value);
      default -> value;
    };
  }

  private static List<Object> elements(Schema type, List<?> list) {
    List<Object> values = new ArrayList<>(list.size());
    for (Object element : list) {
      values.add(value(type, element));
    }
    return values;
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }
}
