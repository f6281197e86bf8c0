package dev.headrace.io.http;

import dev.headrace.transforms.fetch.FetchRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;

/** Planned requests as they go over the wire. */
final class HttpRequests {
  // https://www.rfc-editor.org/rfc/rfc9110#name-idempotent-methods
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  private HttpRequests() {}

  /**
   * The request to send.
   *
   * @throws IllegalArgumentException if its URL, method or a header is none
   */
  static HttpRequest of(FetchRequest request, URI baseUrl) {
    String body = request.body();
    HttpRequest.Builder http =
        HttpRequest.newBuilder(baseUrl.resolve(request.url()))
            .method(
                request.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .setHeader("User-Agent", "headrace");
    if (!IDEMPOTENT.contains(request.method())) {
      http.setHeader("Idempotency-Key", request.requestId());
    }
    request.headers().forEach(http::setHeader);
    return http.build();
  }
}
