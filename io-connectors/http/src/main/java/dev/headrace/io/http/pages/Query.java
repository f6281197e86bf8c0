package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The query of a URL, whole or relative. */
final class Query {
  private Query() {}

  /** The URL with the parameter set, in the place it had before or at the end. */
  static String with(String url, String name, String value) {
    Map<String, String> parameters = parameters(url);
    parameters.put(name, value);
    String query =
        parameters.entrySet().stream()
            .map(p -> encode(p.getKey()) + "=" + encode(p.getValue()))
            .collect(Collectors.joining("&"));
    return path(url) + "?" + query;
  }

  /**
   * What a reference on a page stands for.
   *
   * @throws IllegalArgumentException if it is no URL
   */
  static String resolve(String page, String reference) {
    // java.net.URI goes by RFC 2396, by which a query alone drops the last part of the path.
    return reference.startsWith("?")
        ? path(page) + reference
        : URI.create(page).resolve(reference).toString();
  }

  /** The URL without its query. */
  static String path(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** The parameters in order; of one that stands twice, the last value. */
  static Map<String, String> parameters(String url) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int query = url.indexOf('?');
    if (query >= 0 && query < url.length() - 1) {
      for (String parameter : Splitter.on('&').split(url.substring(query + 1))) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        parameters.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
      }
    }
    return parameters;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
