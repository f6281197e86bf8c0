package dev.headrace.transforms.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type.TypeKindCase;

/**
 * What an expression has to give for a field, and how that is told in the JSON a contract reads.
 */
record CelOutput(Schema type) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_DIGITS = 1000; // as a contract reads

  /**
   * Refuses an expression of another type.
   *
   * @throws IllegalArgumentException that tells both
   */
  void requireType(Type result) {
    if (!takes(type, result)) {
      throw new IllegalArgumentException(
          "it gives %s, and the field takes %s".formatted(nameOf(result), wanted(type)));
    }
  }

  private static boolean takes(Schema type, Type result) {
    if (result.getTypeKindCase() == TypeKindCase.WRAPPER) {
      return takes(type, Decls.newPrimitiveType(result.getWrapper()));
    }
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros || logical instanceof LogicalTypes.Date) {
      return result.equals(Decls.Timestamp);
    }
    if (logical instanceof LogicalTypes.Decimal) {
      return result.equals(Decls.String) || result.equals(Decls.Int);
    }
    return switch (type.getType()) {
      case STRING -> result.equals(Decls.String);
      case BOOLEAN -> result.equals(Decls.Bool);
      case INT, LONG -> result.equals(Decls.Int);
      case FLOAT, DOUBLE -> result.equals(Decls.Double);
      case BYTES -> result.equals(Decls.Bytes);
      case ARRAY ->
          result.hasListType() && takes(type.getElementType(), result.getListType().getElemType());
      default -> false;
    };
  }

  private static String wanted(Schema type) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros || logical instanceof LogicalTypes.Date) {
      return "timestamp";
    }
    if (logical instanceof LogicalTypes.Decimal) {
      return "string or int";
    }
    return switch (type.getType()) {
      case BOOLEAN -> "bool";
      case INT, LONG -> "int";
      case FLOAT, DOUBLE -> "double";
      case ARRAY -> "list of " + wanted(type.getElementType());
      default -> type.getType().getName();
    };
  }

  private static String nameOf(Type type) {
    return switch (type.getTypeKindCase()) {
      case PRIMITIVE -> nameOf(type.getPrimitive());
      case WRAPPER -> nameOf(type.getWrapper());
      case WELL_KNOWN -> type.getWellKnown().name().toLowerCase(java.util.Locale.ROOT);
      case LIST_TYPE -> "list of " + nameOf(type.getListType().getElemType());
      case NULL -> "null";
      default -> "a mixture of types";
    };
  }

  private static String nameOf(Type.PrimitiveType type) {
    return type == Type.PrimitiveType.INT64
        ? "int"
        : type.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The JSON that the field's contract reads as the value. */
  JsonNode json(Val value) throws BadRecordException {
    return json(type, value.value());
  }

  private static JsonNode json(Schema type, Object value) throws BadRecordException {
    if (value instanceof Val nested) {
      return json(type, nested.value());
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Double number) {
      return finite(number);
    }
    if (value instanceof Boolean bool) {
      return JSON.booleanNode(bool);
    }
    if (value instanceof byte[] bytes) {
      return JSON.textNode(Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof ZonedDateTime time) {
      return JSON.textNode(time.withZoneSameInstant(ZoneOffset.UTC).toInstant().toString());
    }
    if (value instanceof Object[] elements) {
      return list(type.getElementType(), elements);
    }
    return type.getLogicalType() instanceof LogicalTypes.Decimal
        ? decimal(value.toString())
        : JSON.textNode(value.toString());
  }

  private static JsonNode finite(double number) throws BadRecordException {
    if (!Double.isFinite(number)) {
      throw new BadRecordException(Reason.OUT_OF_RANGE, "is no finite number");
    }
    return JSON.numberNode(number);
  }

  private static JsonNode list(Schema type, Object[] elements) throws BadRecordException {
    ArrayNode list = JSON.arrayNode(elements.length);
    for (Object element : elements) {
      list.add(json(type, element));
    }
    return list;
  }

  private static JsonNode decimal(String text) throws BadRecordException {
    if (text.length() > MOST_DIGITS) {
      throw new BadRecordException(Reason.OUT_OF_RANGE, "has more than 1,000 digits");
    }
    try {
      return JSON.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new BadRecordException(Reason.WRONG_TYPE, "is not a number");
    }
  }
}
