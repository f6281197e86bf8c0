package dev.headrace.transforms.shape;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.transforms.failures.BadRecordException;

/** Gives a field another name where it is. */
record Rename(JsonPointer field, String name) implements Change {

  @Override
  public void apply(ObjectNode record) throws BadRecordException {
    ObjectNode owner = Change.ownerOf(field, record);
    if (owner != null && !Change.nameOf(field).equals(name)) {
      Change.add(owner, name, owner.remove(Change.nameOf(field)));
    }
  }
}
