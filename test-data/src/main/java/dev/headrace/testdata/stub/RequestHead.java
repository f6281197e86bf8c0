package dev.headrace.testdata.stub;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines before the body of a request.
 *
 * @param headers found by name in any case
 */
record RequestHead(
    String method,
    String target,
    String version,
    Map<String, List<String>> headers,
    Instant receivedAt,
    long receivedNanos) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
  }
}
