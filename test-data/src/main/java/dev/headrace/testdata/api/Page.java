package dev.headrace.testdata.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** The writing of a feature collection. */
final class Page {

  static final String EMPTY = "{\"type\":\"FeatureCollection\",\"features\":[]}";

  private Page() {}

  /**
   * A collection of the entries.
   *
   * @param metadata a JSON object
   */
  static byte[] of(String metadata, List<Entry> entries) {
    byte[] head =
        ("{\"type\":\"FeatureCollection\",\"metadata\":" + metadata + ",\"features\":[")
            .getBytes(UTF_8);
    byte[] tail = ("]" + boundingBox(entries) + "}").getBytes(UTF_8);
    int features = entries.stream().mapToInt(entry -> entry.json().length + 2).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + features + tail.length);
    out.writeBytes(head);
    byte[] separator = {};
    for (Entry entry : entries) {
      out.writeBytes(separator);
      out.writeBytes(entry.json());
      separator = new byte[] {',', '\n'};
    }
    out.writeBytes(tail);
    return out.toByteArray();
  }

  private static String boundingBox(List<Entry> entries) {
    if (entries.isEmpty()) {
      return "";
    }
    double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (Entry entry : entries) {
      double[] position = {entry.longitude(), entry.latitude(), entry.depth()};
      for (int axis = 0; axis < position.length; axis++) {
        low[axis] = Math.min(low[axis], position[axis]);
        high[axis] = Math.max(high[axis], position[axis]);
      }
    }
    return ",\"bbox\":[%s,%s,%s,%s,%s,%s]"
        .formatted(low[0], low[1], low[2], high[0], high[1], high[2]);
  }
}
