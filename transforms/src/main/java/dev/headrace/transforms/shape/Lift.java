package dev.headrace.transforms.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.util.Locale;
import java.util.Map;

/** Puts the fields of an object in its place. */
record Lift(JsonPointer object) implements Change {

  @Override
  public void apply(ObjectNode record) throws BadRecordException {
    ObjectNode owner = Change.ownerOf(object, record);
    if (owner == null) {
      return;
    }
    JsonNode lifted = owner.remove(Change.nameOf(object));
    if (!lifted.isObject() && !lifted.isNull()) {
      throw new BadRecordException(
          Reason.WRONG_TYPE,
          object
              + " must be an object, but is "
              + lifted.getNodeType().name().toLowerCase(Locale.ROOT));
    }
    for (Map.Entry<String, JsonNode> field : lifted.properties()) {
      Change.add(owner, field.getKey(), field.getValue());
    }
  }
}
