package dev.headrace.io.redshift.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Rows, lists, maps and what they hold as JSON: the same for equal ones, as the entries of a map
 * are sorted. Dates and times become texts of ISO 8601.
 */
record JsonTree(RowColumn column) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  JsonNode of(@Nullable Object value) throws RejectedRowException {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof Row row) {
      return object(row);
    }
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof Iterable<?> list) {
      ArrayNode array = NODES.arrayNode();
      for (Object element : list) {
        array.add(of(element));
      }
      return array;
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }
    if (value instanceof CharSequence
        || value instanceof java.time.temporal.Temporal
        || value instanceof org.joda.time.ReadableInstant) {
      return NODES.textNode(value.toString());
    }
    throw column.wrongType(value);
  }

  private JsonNode object(Row row) throws RejectedRowException {
    ObjectNode object = NODES.objectNode();
    for (Schema.Field field : row.getSchema().getFields()) {
      object.set(field.getName(), of(row.getValue(field.getName())));
    }
    return object;
  }

  private JsonNode object(Map<?, ?> map) throws RejectedRowException {
    Map<String, JsonNode> sorted = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      sorted.put(String.valueOf(entry.getKey()), of(entry.getValue()));
    }
    ObjectNode object = NODES.objectNode();
    object.setAll(sorted);
    return object;
  }

  private JsonNode number(Number number) throws RejectedRowException {
    if (number instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    }
    if (number instanceof BigInteger integer) {
      return NODES.numberNode(integer);
    }
    if (number instanceof Float || number instanceof Double) {
      if (!Double.isFinite(number.doubleValue())) {
        throw column.rejected(
            RejectionReason.NOT_FINITE, "holds " + number + ", which JSON does not have");
      }
      return number instanceof Float
          ? NODES.numberNode(number.floatValue())
          : NODES.numberNode(number.doubleValue());
    }
    return NODES.numberNode(number.longValue());
  }
}
