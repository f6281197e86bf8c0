package dev.headrace.runners.spark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads what lies on S3, by means of its own. */
final class Bucket {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String S3 = "s3://";

  private final S3Client client;

  Bucket(S3Client client) {
    this.client = client;
  }

  byte[] bytes(String uri) {
    String[] at = split(uri);
    return client.getObjectAsBytes(r -> r.bucket(at[0]).key(at[1])).asByteArray();
  }

  JsonNode json(String uri) {
    try {
      return JSON.readTree(bytes(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(uri + " is no JSON", e);
    }
  }

  /** The lines of a gzip object. */
  List<JsonNode> lines(String uri) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(uri)))) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          lines.add(JSON.readTree(line));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(uri + " cannot be read", e);
    }
  }

  /** The URIs of all objects below one. */
  List<String> list(String prefix) {
    String[] at = split(prefix);
    return client.listObjectsV2Paginator(r -> r.bucket(at[0]).prefix(at[1])).contents().stream()
        .map(S3Object::key)
        .map(key -> S3 + at[0] + "/" + key)
        .toList();
  }

  private static String[] split(String uri) {
    return uri.substring(S3.length()).split("/", 2);
  }
}
