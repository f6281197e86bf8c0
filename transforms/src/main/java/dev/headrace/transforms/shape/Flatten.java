package dev.headrace.transforms.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.util.Map;

/** Puts the fields of nested objects into the record itself, under joined names. */
record Flatten(String separator, int depth) implements Change {
  /** A field has the names of all objects around it: of some MB of JSON they could be some GB. */
  private static final long MOST_NAME_CHARACTERS = 16 << 20;

  @Override
  public void apply(ObjectNode record) throws BadRecordException {
    ObjectNode flat = record.objectNode();
    addAll(record, "", depth, flat, new Names());
    record.removeAll();
    record.setAll(flat);
  }

  private void addAll(ObjectNode object, String prefix, int levels, ObjectNode flat, Names names)
      throws BadRecordException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = names.join(prefix, field.getKey());
      if (levels > 0 && field.getValue() instanceof ObjectNode nested && !nested.isEmpty()) {
        addAll(nested, name + separator, levels - 1, flat, names);
      } else {
        Change.add(flat, name, field.getValue());
      }
    }
  }

  /** Joins the names of one record, of its objects as well as its fields. */
  private static final class Names {
    private long characters;

    String join(String prefix, String name) throws BadRecordException {
      characters += prefix.length() + name.length();
      if (characters > MOST_NAME_CHARACTERS) {
        throw new BadRecordException(
            Reason.TOO_LARGE,
            "The names of the flattened record have more than %d characters"
                .formatted(MOST_NAME_CHARACTERS));
      }
      return prefix + name;
    }
  }
}
