package dev.headrace.io.http.pages;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scan found in one document. */
final class Found {
  private final Map<String, Integer> slots;
  private final @Nullable JsonValue @Nullable [] values;

  Found(Map<String, Integer> slots, @Nullable JsonValue @Nullable [] values) {
    this.slots = slots;
    this.values = values;
  }

  /** Whether there was no document, or none was read. */
  boolean isEmpty() {
    return values == null;
  }

  /**
   * The value at one of the scan's pointers.
   *
   * @throws IllegalArgumentException if the scan did not look for it
   */
  JsonValue at(String pointer) {
    Integer slot = slots.get(pointer);
    if (slot == null) {
      throw new IllegalArgumentException(
          "The scan looks for " + slots.keySet() + ", not for \"" + pointer + "\"");
    }
    JsonValue value = values == null ? null : values[slot];
    return value == null ? JsonValue.MISSING : value;
  }
}
