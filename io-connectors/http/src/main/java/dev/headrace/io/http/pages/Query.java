package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The query of a URL, whole or relative. */
final class Query {
  private static final String NEVER_IN_A_URL = " \"<>\\^`{|}";
  private static final String HEX = "0123456789ABCDEF";

  private Query() {}

  /**
   * The URL with the parameter set, in the place it had before or at the end. All others stay as
   * they are written.
   */
  static String with(String url, String name, String value) {
    String set = encode(name) + "=" + encode(value);
    List<String> parameters = new ArrayList<>();
    boolean done = false;
    for (String parameter : split(url)) {
      if (!name(parameter).equals(name)) {
        parameters.add(parameter);
      } else if (!done) {
        parameters.add(set);
        done = true;
      }
    }
    if (!done) {
      parameters.add(set);
    }
    return path(url) + "?" + String.join("&", parameters);
  }

  /**
   * What a reference on a page stands for. What servers put into links unescaped, though it must
   * not be there, is escaped.
   *
   * @param what how errors name it
   * @throws BadRecordException if it is no URL
   */
  static String resolve(String page, String reference, String what) throws BadRecordException {
    String escaped = escape(reference.trim());
    try {
      // java.net.URI goes by RFC 2396, by which a query alone drops the last part of the path.
      return escaped.startsWith("?")
          ? path(page) + URI.create(escaped)
          : URI.create(escape(page)).resolve(escaped).toString();
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(Reason.MALFORMED, what + " is no URL");
    }
  }

  /** The URL without its query. */
  static String path(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /** The parameters in order; of one that stands twice, the last value. */
  static Map<String, String> parameters(String url) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : split(url)) {
      int equals = parameter.indexOf('=');
      parameters.put(name(parameter), equals < 0 ? "" : decode(parameter.substring(equals + 1)));
    }
    return parameters;
  }

  private static List<String> split(String url) {
    int query = url.indexOf('?');
    return query < 0
        ? List.of()
        : Splitter.on('&').omitEmptyStrings().splitToList(url.substring(query + 1));
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return decode(equals < 0 ? parameter : parameter.substring(0, equals));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a percent sign that stands for itself
    }
  }

  private static String escape(String url) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : url.getBytes(UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c <= ' ' || c >= 127 || NEVER_IN_A_URL.indexOf(c) >= 0) {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
