package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.util.Map;
import org.joda.time.Instant;

/** Answers to requests, as they would have come. */
final class Answers {
  private Answers() {}

  static RawResponse to(FetchRequest request, String body) {
    return to(request, 200, Map.of(), body.getBytes(UTF_8));
  }

  static RawResponse to(FetchRequest request, Map<String, String> headers, String body) {
    return to(request, 200, headers, body.getBytes(UTF_8));
  }

  static RawResponse to(
      FetchRequest request, int status, Map<String, String> headers, byte[] body) {
    return RawResponse.of(request, status, headers, Body.of(body), 1, 1, Instant.ofEpochMilli(0));
  }
}
