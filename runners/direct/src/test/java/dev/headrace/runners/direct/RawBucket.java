package dev.headrace.runners.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.testdata.s3.LocalS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads what lies in the raw and the dead-letter bucket, by means of its own. */
final class RawBucket {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RawBucket() {}

  /** The lines of all gzip objects in a bucket. */
  static List<JsonNode> lines(LocalS3 s3, String bucket) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String key : s3.keys(bucket, "")) {
      if (key.endsWith(".jsonl.gz")) {
        lines.addAll(lines(s3.bytes(bucket, key)));
      }
    }
    return lines;
  }

  /** The lines of a gzip object. */
  static List<JsonNode> lines(byte[] object) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  /** The body of a line, as bytes. */
  static byte[] body(JsonNode line) {
    return line.path("body").textValue().getBytes(StandardCharsets.UTF_8);
  }
}
