package dev.headrace.testdata.s3;

import java.util.Locale;
import java.util.Map;

/**
 * A call that goes through an {@link S3Relay}.
 *
 * @param method as {@code PUT}
 * @param path of the bucket and the key, encoded, without the query
 * @param headers by name in lower case
 */
public record S3Call(String method, String path, Map<String, String> headers) {

  long contentLength() {
    return Long.parseLong(headers.getOrDefault("content-length", "0"));
  }

  /** Whether the client sends its body only when it is told to. */
  boolean expectsContinue() {
    return headers.getOrDefault("expect", "").toLowerCase(Locale.ROOT).equals("100-continue");
  }
}
