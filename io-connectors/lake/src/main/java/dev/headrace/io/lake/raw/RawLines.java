package dev.headrace.io.lake.raw;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.io.lake.store.Payloads;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
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
  byte[] encode(RawResponse response) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("requestId", response.request().requestId());
    line.set("request", JSON.valueToTree(response.request()));
    line.put("status", response.status());
    line.set("headers", JSON.valueToTree(response.headers()));
    line.put("attempts", response.attempts());
    line.put("latencyMillis", response.latencyMillis());
    line.put("fetchedAt", response.fetchedAt().toString());
    Body body = response.body();
    line.put("length", body.length());
    line.put("sha256", body.sha256());
    if (body.length() > LARGE_BODY_BYTES) {
      String uri = bodyPrefix + body.sha256() + ".bin";
      store.putIfAbsent(uri, body);
      line.put("bodyObject", uri);
    } else {
      Payloads.put(line, "body", body.bytes());
    }
    return JSON.writeValueAsBytes(line);
  }

  /**
   * The response a line stands for.
   *
   * @throws IOException if the line is none, or its large body is not there
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

  private Body body(JsonNode line) throws IOException {
    if (!line.has("bodyObject")) {
      return Body.of(Payloads.get(line, "body"));
    }
    String uri = line.path("bodyObject").textValue();
    if (!store.list(uri).contains(uri)) {
      throw new IOException("The body " + uri + " is not there");
    }
    return new BodyObject(
        store, uri, line.path("length").longValue(), line.path("sha256").textValue());
  }
}
