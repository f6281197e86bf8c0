package dev.headrace.io.lake.raw;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.lake.store.Payloads;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.joda.time.Instant;

/**
 * A response as one line of JSON: how it was got, and its body byte for byte. A body over 8 MiB is
 * an object of its own, named by its sum, to which the line points.
 */
final class RawLines {
  static final int LARGE_BODY_BYTES = 8 << 20;

  // A message about a line that is no JSON must not quote it: it holds a body.
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private final ObjectStore store;
  private final String bodyPrefix;

  /**
   * @param bodyPrefix what the URI of a large body's own object starts with
   */
  RawLines(ObjectStore store, String bodyPrefix) {
    this.store = store;
    this.bodyPrefix = bodyPrefix;
  }

  /** The line, without its end; a large body is stored first. */
  byte[] encode(RawResponse response, String sha256) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("requestId", response.request().requestId());
    line.set("request", JSON.valueToTree(response.request()));
    line.put("status", response.status());
    line.set("headers", JSON.valueToTree(response.headers()));
    line.put("attempts", response.attempts());
    line.put("latencyMillis", response.latencyMillis());
    line.put("fetchedAt", response.fetchedAt().toString());
    line.put("length", response.body().length);
    line.put("sha256", sha256);
    if (response.body().length > LARGE_BODY_BYTES) {
      String uri = bodyPrefix + sha256 + ".bin";
      store.putIfAbsent(uri, response.body());
      line.put("bodyObject", uri);
    } else {
      Payloads.put(line, "body", response.body());
    }
    return JSON.writeValueAsBytes(line);
  }

  /**
   * The response a line stands for.
   *
   * @throws IOException if the line is none, or its large body is not what it was
   */
  RawResponse decode(String text) throws IOException {
    JsonNode line = JSON.readTree(text);
    Map<String, String> headers = new LinkedHashMap<>();
    line.path("headers")
        .fields()
        .forEachRemaining(h -> headers.put(h.getKey(), h.getValue().asText()));
    return RawResponse.of(
        JSON.treeToValue(line.path("request"), FetchRequest.class),
        line.path("status").intValue(),
        headers,
        body(line),
        line.path("attempts").intValue(),
        line.path("latencyMillis").longValue(),
        Instant.parse(line.path("fetchedAt").textValue()));
  }

  private byte[] body(JsonNode line) throws IOException {
    if (!line.has("bodyObject")) {
      return Payloads.get(line, "body");
    }
    String uri = line.path("bodyObject").textValue();
    try (InputStream in = store.open(uri)) {
      byte[] body = in.readAllBytes();
      if (!Sha256.of(body).equals(line.path("sha256").textValue())) {
        throw new IOException(uri + " is not what was landed: its SHA-256 differs");
      }
      return body;
    }
  }
}
