package dev.headrace.testdata.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request asks for.
 *
 * @param query the query as it was sent; empty if there is none
 * @param parameters the decoded parameters; of a repeated one the last
 */
record ApiRequest(
    String method, String path, String query, Map<String, String> parameters, Instant receivedAt) {

  static ApiRequest of(String method, String path, String query, Instant receivedAt) {
    return new ApiRequest(method, path, query, parse(query), receivedAt);
  }

  String uri() {
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static Map<String, String> parse(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        parameters.put(decode(name), decode(value));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      // Not an escape: the service shows the text in its complaint about the value.
      return text;
    }
  }
}
