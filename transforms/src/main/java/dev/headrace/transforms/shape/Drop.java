package dev.headrace.transforms.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Leaves a field out. */
record Drop(JsonPointer field) implements Change {

  @Override
  public void apply(ObjectNode record) {
    ObjectNode owner = Change.ownerOf(field, record);
    if (owner != null) {
      owner.remove(Change.nameOf(field));
    }
  }
}
