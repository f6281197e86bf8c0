package dev.headrace.io.http.wire;

import dev.headrace.transforms.fetch.Body;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, whatever its status.
 *
 * @param status the HTTP status
 * @param headers by name in lower case, the values in the order they came
 * @param body complete and decoded; to be closed by whoever has the answer
 */
public record WireResponse(int status, Map<String, List<String>> headers, Body body) {

  /** The first value of the header. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }
}
