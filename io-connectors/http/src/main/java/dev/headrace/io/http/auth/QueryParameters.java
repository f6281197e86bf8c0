package dev.headrace.io.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;

/** A parameter of a URL's query. */
final class QueryParameters {
  private QueryParameters() {}

  /** The URL with the parameter, in place of those of the same name; the rest is left as it is. */
  static URI set(URI uri, String name, String value) {
    List<String> parameters = new ArrayList<>();
    String query = uri.getRawQuery();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        if (!parameter.isEmpty() && !nameOf(parameter).equals(name)) {
          parameters.add(parameter);
        }
      }
    }
    parameters.add(encode(name) + "=" + encode(value));
    String whole = uri.toString();
    int end = whole.indexOf('#');
    String fragment = end < 0 ? "" : whole.substring(end);
    String before = end < 0 ? whole : whole.substring(0, end);
    int start = before.indexOf('?');
    String path = start < 0 ? before : before.substring(0, start);
    return URI.create(path + "?" + String.join("&", parameters) + fragment);
  }

  private static String nameOf(String parameter) {
    String name = parameter.split("=", 2)[0];
    try {
      return URLDecoder.decode(name, UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }

  /** All but the unreserved characters of https://www.rfc-editor.org/rfc/rfc3986#section-2.3. */
  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
