package dev.headrace.testdata.glue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of a request, as Jackson reads them. */
final class Members {
  private Members() {}

  /** Refuses a request that has other members. */
  static void require(Map<String, Object> request, Set<String> members) {
    if (!request.keySet().equals(members)) {
      throw new GlueFault(400, "InvalidInputException", "Unexpected members: " + request.keySet());
    }
  }

  /** A list of objects, of which there may be so many. */
  static List<Map<String, Object>> atMost(int limit, @Nullable Object list) {
    List<Map<String, Object>> members =
        ((List<?>) Objects.requireNonNull(list)).stream().map(Members::object).toList();
    if (members.size() > limit) {
      throw new GlueFault(400, "ValidationException", "Member must have length at most " + limit);
    }
    return members;
  }

  /** An object. */
  @SuppressWarnings("unchecked") // As Jackson reads an object.
  static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  /** A list of texts. */
  static List<String> texts(@Nullable Object list) {
    return ((List<?>) Objects.requireNonNull(list)).stream().map(String::valueOf).toList();
  }
}
