package dev.headrace.transforms.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** One thing that {@link Reshape} does to a record's tree. */
interface Change extends Serializable {

  /** Does it, to the tree itself. */
  void apply(ObjectNode record) throws BadRecordException;

  /**
   * The pointer of a field, which is not the record itself.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static JsonPointer pointer(String setting, String text) {
    try {
      JsonPointer pointer = JsonPointer.valueOf(text);
      if (!pointer.matches()) {
        return pointer;
      }
    } catch (IllegalArgumentException e) {
      throw notAPointer(setting, text);
    }
    throw notAPointer(setting, text);
  }

  private static IllegalArgumentException notAPointer(String setting, String text) {
    return new IllegalArgumentException(
        "\"%s\" must be a JSON Pointer such as /properties/mag, but is \"%s\""
            .formatted(setting, text));
  }

  /** The object that holds a field; null if there is none. */
  static @Nullable ObjectNode ownerOf(JsonPointer field, ObjectNode record) {
    return record.at(field.head()) instanceof ObjectNode owner && owner.has(nameOf(field))
        ? owner
        : null;
  }

  static String nameOf(JsonPointer field) {
    return field.last().getMatchingProperty();
  }

  /** Adds a field where none of the name may be. */
  static void add(ObjectNode owner, String name, JsonNode value) throws BadRecordException {
    if (owner.has(name)) {
      throw new BadRecordException(
          Reason.MALFORMED, "The record would have the field \"" + name + "\" more than once");
    }
    owner.set(name, value);
  }
}
