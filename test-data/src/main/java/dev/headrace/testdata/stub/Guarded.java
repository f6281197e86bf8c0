package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Handlers that answer 401 to everyone who does not show what is asked for. */
public final class Guarded {

  private Guarded() {}

  /**
   * Takes {@code Authorization: Bearer} with a valid token.
   *
   * @param valid asked at each request, so that tokens may come and go
   */
  public static Handler bearer(Set<String> valid, Handler handler) {
    return bearer(valid::contains, handler);
  }

  /** Takes HTTP's basic authentication, in UTF-8. */
  public static Handler basic(String user, String password, Handler handler) {
    byte[] pair = (user + ":" + password).getBytes(UTF_8);
    String expected = Base64.getEncoder().encodeToString(pair);
    return request ->
        credentials(request, "Basic").filter(expected::equals).isPresent()
            ? handler.answer(request)
            : refused().withHeader("WWW-Authenticate", "Basic realm=\"stub\", charset=\"UTF-8\"");
  }

  /** Takes a key in a header. */
  public static Handler apiKeyHeader(String name, String key, Handler handler) {
    return request ->
        request.header(name).filter(key::equals).isPresent() ? handler.answer(request) : refused();
  }

  /** Takes a key in a parameter of the query. */
  public static Handler apiKeyQuery(String name, String key, Handler handler) {
    return request ->
        request.parameter(name).filter(key::equals).isPresent()
            ? handler.answer(request)
            : refused();
  }

  static Handler bearer(Predicate<String> valid, Handler handler) {
    return request ->
        credentials(request, "Bearer").filter(valid).isPresent()
            ? handler.answer(request)
            : refused().withHeader("WWW-Authenticate", "Bearer realm=\"stub\"");
  }

  /** What stands behind the scheme, whose case does not matter. */
  static Optional<String> credentials(Received request, String scheme) {
    String start = scheme + " ";
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, start, 0, start.length()))
        .map(value -> value.substring(start.length()).strip());
  }

  private static Answer refused() {
    return Answer.json("{\"message\":\"Unauthorized\"}").withStatus(401);
  }
}
