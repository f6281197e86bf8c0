package dev.headrace.transforms.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Leaves out every field but some. */
record Keep(List<JsonPointer> fields) implements Change {

  @Override
  public void apply(ObjectNode record) {
    keep(record, fields);
  }

  private static void keep(ObjectNode owner, List<JsonPointer> wanted) {
    Iterator<Map.Entry<String, JsonNode>> fields = owner.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      List<JsonPointer> below =
          wanted.stream()
              .filter(pointer -> pointer.matchesProperty(field.getKey()))
              .map(JsonPointer::tail)
              .toList();
      if (below.isEmpty()) {
        fields.remove();
      } else if (below.stream().noneMatch(JsonPointer::matches)
          && field.getValue() instanceof ObjectNode object) {
        keep(object, below);
      }
    }
  }
}
