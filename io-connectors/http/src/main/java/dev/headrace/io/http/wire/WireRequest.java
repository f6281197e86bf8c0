package dev.headrace.io.http.wire;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes over the wire, secrets and all: it is neither kept nor printed.
 *
 * @param method the HTTP method
 * @param uri where it goes, scheme and host included
 * @param headers without those of the connection
 * @param body null for none
 */
public record WireRequest(
    String method, URI uri, Map<String, String> headers, @Nullable String body) {

  /** The same request with one header more, or with another value for it. */
  public WireRequest withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new WireRequest(method, uri, more, body);
  }

  /** The same request to another place. */
  public WireRequest withUri(URI uri) {
    return new WireRequest(method, uri, headers, body);
  }

  @Override
  public String toString() {
    return method + " to " + uri.getHost();
  }
}
