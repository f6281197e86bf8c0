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
      throw GlueFault.invalid("Unexpected members: " + request.keySet());
    }
  }

  /** Refuses a request that has a member other than these. */
  static void allow(Map<String, Object> request, Set<String> members) {
    if (!members.containsAll(request.keySet())) {
      throw GlueFault.invalid("Unexpected members: " + request.keySet());
    }
  }

  /** A text that has to be there, of 1 to 255 characters. */
  static String text(Map<String, Object> request, String member) {
    if (!(request.get(member) instanceof String text) || text.isEmpty() || text.length() > 255) {
      throw GlueFault.invalid(member + " must have 1 to 255 characters");
    }
    return text;
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
