package dev.headrace.transforms.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.failures.BadRecordException;
import java.util.Map;

/** Puts the fields of nested objects into the record itself, under joined names. */
record Flatten(String separator, int depth) implements Change {

  @Override
  public void apply(ObjectNode record) throws BadRecordException {
    ObjectNode flat = record.objectNode();
    addAll(record, "", depth, flat);
    record.removeAll();
    record.setAll(flat);
  }

  private void addAll(ObjectNode object, String prefix, int levels, ObjectNode flat)
      throws BadRecordException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = prefix + field.getKey();
      if (levels > 0 && field.getValue() instanceof ObjectNode nested && !nested.isEmpty()) {
        addAll(nested, name + separator, levels - 1, flat);
      } else {
        Change.add(flat, name, field.getValue());
      }
    }
  }
}
