package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a JSON document: the fields that are read there, and the places below it that hold
 * more. With it a document is read in one pass, whatever the order of the fields.
 */
final class FieldTree implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<FieldReader> fields = new ArrayList<>(1);
  private final Map<String, FieldTree> children = new HashMap<>();

  static FieldTree of(List<FieldReader> readers) {
    FieldTree root = new FieldTree();
    for (FieldReader reader : readers) {
      FieldTree place = root;
      for (JsonPointer rest = reader.path(); !rest.matches(); rest = rest.tail()) {
        place = place.children.computeIfAbsent(rest.getMatchingProperty(), n -> new FieldTree());
      }
      place.fields.add(reader);
    }
    return root;
  }

  /** The place of a property, or of an element by its index; null if nothing is read there. */
  @Nullable FieldTree child(String name) {
    return children.get(name);
  }

  List<FieldReader> fields() {
    return fields;
  }

  boolean hasChildren() {
    return !children.isEmpty();
  }
}
