package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns Parquet groups into the JSON that SERIALIZETOJSON puts into a SUPER column: lists become
 * arrays, maps and structs objects.
 *
 * <p>List and map layouts: <a
 * href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#nested-types">Nested
 * types</a>.
 */
final class JsonValues {
  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private JsonValues() {}

  static String text(Type type, Group row, int field) {
    return node(type, row, field).toString();
  }

  private static JsonNode node(Type type, Group parent, int field) {
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      ArrayNode values = NODES.arrayNode();
      for (int i = 0; i < parent.getFieldRepetitionCount(field); i++) {
        values.add(single(type, parent, field, i));
      }
      return values;
    }
    return parent.getFieldRepetitionCount(field) == 0
        ? NODES.nullNode()
        : single(type, parent, field, 0);
  }

  private static JsonNode single(Type type, Group parent, int field, int index) {
    if (type.isPrimitive()) {
      return primitive(type.asPrimitiveType(), parent, field, index);
    }
    GroupType group = type.asGroupType();
    Group value = parent.getGroup(field, index);
    @Nullable LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
    if (annotation instanceof ListLogicalTypeAnnotation) {
      return list(group, value);
    }
    return annotation instanceof MapLogicalTypeAnnotation
        ? map(group, value)
        : struct(group, value);
  }

  private static JsonNode struct(GroupType type, Group value) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < type.getFieldCount(); i++) {
      object.set(type.getFieldName(i), node(type.getType(i), value, i));
    }
    return object;
  }

  private static JsonNode list(GroupType type, Group value) {
    Type repeated = type.getType(0);
    if (isElement(type, repeated)) {
      return node(repeated, value, 0);
    }
    ArrayNode elements = NODES.arrayNode();
    for (int i = 0; i < value.getFieldRepetitionCount(0); i++) {
      elements.add(node(repeated.asGroupType().getType(0), value.getGroup(0, i), 0));
    }
    return elements;
  }

  /** Older writers leave out the group around each element. */
  private static boolean isElement(GroupType list, Type repeated) {
    return repeated.isPrimitive()
        || repeated.asGroupType().getFieldCount() > 1
        || repeated.getName().equals("array")
        || repeated.getName().equals(list.getName() + "_tuple");
  }

  private static JsonNode map(GroupType type, Group value) {
    GroupType entryType = type.getType(0).asGroupType();
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < value.getFieldRepetitionCount(0); i++) {
      Group entry = value.getGroup(0, i);
      object.set(
          node(entryType.getType(0), entry, 0).asText(), node(entryType.getType(1), entry, 1));
    }
    return object;
  }

  private static JsonNode primitive(PrimitiveType type, Group row, int field, int index) {
    @Nullable LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return NODES.numberNode(decimal(type, row, field, index, decimal.getScale()));
    }
    if (annotation instanceof DateLogicalTypeAnnotation) {
      return NODES.textNode(SqlTimes.date(row.getInteger(field, index)));
    }
    if (annotation instanceof TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == TimeUnit.MICROS) {
      return NODES.textNode(SqlTimes.timestamp(row.getLong(field, index)));
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> NODES.booleanNode(row.getBoolean(field, index));
      case INT32 -> NODES.numberNode(row.getInteger(field, index));
      case INT64 -> NODES.numberNode(row.getLong(field, index));
      case FLOAT -> NODES.numberNode(row.getFloat(field, index));
      case DOUBLE -> NODES.numberNode(row.getDouble(field, index));
      case BINARY -> NODES.textNode(row.getBinary(field, index).toStringUsingUTF8());
      case FIXED_LEN_BYTE_ARRAY, INT96 ->
          NODES.textNode(
              Base64.getEncoder().encodeToString(row.getBinary(field, index).getBytes()));
    };
  }

  private static BigDecimal decimal(
      PrimitiveType type, Group row, int field, int index, int scale) {
    BigInteger unscaled =
        switch (type.getPrimitiveTypeName()) {
          case INT32 -> BigInteger.valueOf(row.getInteger(field, index));
          case INT64 -> BigInteger.valueOf(row.getLong(field, index));
          default -> new BigInteger(row.getBinary(field, index).getBytes());
        };
    return new BigDecimal(unscaled, scale);
  }
}
