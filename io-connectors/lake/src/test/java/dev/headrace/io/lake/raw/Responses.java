package dev.headrace.io.lake.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.Map;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Responses to requests that are told apart by a name. */
final class Responses {
  private Responses() {}

  static FetchRequest request(String name) {
    return FetchRequest.get("usgs", "events", "/query?" + name).withContext(Map.of("day", name));
  }

  static RawResponse of(String name) {
    return of(name, ("body of " + name).getBytes(UTF_8));
  }

  static RawResponse of(String name, byte[] body) {
    return of(name, body, 0);
  }

  /** A response that came so many seconds after the others. */
  static RawResponse of(String name, int seconds) {
    return of(name, ("body of " + name).getBytes(UTF_8), seconds);
  }

  private static RawResponse of(String name, byte[] body, int seconds) {
    return RawResponse.of(
        request(name),
        200,
        Map.of("content-type", "application/json"),
        Body.of(body),
        2,
        35,
        Instant.parse("2018-02-01T10:00:00.123Z").plus(Duration.standardSeconds(seconds)));
  }
}
