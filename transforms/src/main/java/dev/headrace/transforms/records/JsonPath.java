package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON Pointer in which a step {@code *} stands for every element of an array and every value of
 * an object.
 */
final class JsonPath {
  private static final String EVERY = "*";

  private final String text;
  private final List<JsonPointer> steps = new ArrayList<>();
  private final int firstEvery;
  private final int longestName;

  private JsonPath(String text) {
    this.text = text;
    int first = Integer.MAX_VALUE;
    int longest = 0;
    for (JsonPointer rest = JsonPointer.valueOf(text); !rest.matches(); rest = rest.tail()) {
      if (rest.getMatchingProperty().equals(EVERY)) {
        first = Math.min(first, steps.size());
      }
      longest = Math.max(longest, rest.getMatchingProperty().length());
      steps.add(rest);
    }
    this.firstEvery = first;
    this.longestName = longest;
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is neither empty nor begins with a slash
   */
  static JsonPath of(String text) {
    return new JsonPath(text);
  }

  int length() {
    return steps.size();
  }

  /** Characters of the longest name in it; a longer one matches no step. */
  int longestName() {
    return longestName;
  }

  boolean isEvery(int step) {
    return steps.get(step).getMatchingProperty().equals(EVERY);
  }

  boolean matches(int step, String name) {
    return isEvery(step) || steps.get(step).matchesProperty(name);
  }

  boolean matches(int step, int index) {
    return isEvery(step) || steps.get(step).matchesElement(index);
  }

  /** Whether what the step is looked for in, or found by the one before, can be missing. */
  boolean isBehindEvery(int step) {
    return step > firstEvery;
  }

  @Override
  public String toString() {
    return text;
  }
}
