package dev.headrace.io.http;

import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Planned requests as they go over the wire. */
final class HttpRequests {
  // https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
  // https://www.rfc-editor.org/rfc/rfc9110#name-tokens
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "keep-alive", "te", "transfer-encoding");

  private HttpRequests() {}

  /**
   * The request to send, without credentials.
   *
   * @param earlier what it is to be asked for only if it is another by now
   * @throws FailedAttempt if its URL, method or a header is none, or leads where it must not
   */
  static WireRequest of(FetchRequest request, Optional<RawResponse> earlier, URI baseUrl)
      throws FailedAttempt {
    URI uri = resolve(request.url(), baseUrl);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (!IDEMPOTENT.contains(request.method())) {
      headers.put("Idempotency-Key", request.requestId());
    }
    boolean conditional = request.method().equals("GET") || request.method().equals("HEAD");
    earlier
        .filter(answer -> conditional)
        .ifPresent(
            answer -> {
              // https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
              putIfThere(headers, "If-None-Match", answer.headers().get("etag"));
              putIfThere(headers, "If-Modified-Since", answer.headers().get("last-modified"));
            });
    headers.putAll(request.headers());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      requireThat(isAllowed(header.getKey(), header.getValue()), "header");
    }
    requireThat(TOKEN.matcher(request.method()).matches(), "method");
    return new WireRequest(request.method(), uri, headers, request.body());
  }

  /**
   * Where a reference leads.
   *
   * @throws FailedAttempt if it is no URL of HTTP, or from HTTPS to HTTP
   */
  static URI resolve(String reference, URI base) throws FailedAttempt {
    URI uri;
    try {
      // java.net.URI goes by RFC 2396, by which a query alone drops the last part of the path.
      uri =
          reference.startsWith("?")
              ? base.resolve(base.getRawPath() + reference)
              : base.resolve(reference);
    } catch (IllegalArgumentException e) {
      throw malformed("URL");
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    requireThat((http || https) && uri.getHost() != null, "URL");
    if (http && "https".equalsIgnoreCase(base.getScheme())) {
      throw new FailedAttempt(
          ErrorAction.FAIL, Reason.REFUSED, "The request would leave HTTPS for HTTP");
    }
    return uri;
  }

  private static void putIfThere(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  /** Whether credentials for the one may go to the other. */
  static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    return uri.getPort() < 0 ? standard : uri.getPort();
  }

  private static boolean isAllowed(String name, String value) {
    return TOKEN.matcher(name).matches()
        && value.chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)
        && !OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
  }

  private static void requireThat(boolean allowed, String part) throws FailedAttempt {
    if (!allowed) {
      throw malformed(part);
    }
  }

  /** The value is left out: it may hold what is not to be told. */
  private static FailedAttempt malformed(String part) {
    return new FailedAttempt(
        ErrorAction.FAIL,
        Reason.MALFORMED,
        "The request has a " + part + " that HTTP does not allow");
  }
}
