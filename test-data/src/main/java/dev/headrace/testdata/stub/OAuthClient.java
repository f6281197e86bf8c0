package dev.headrace.testdata.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one client that a token endpoint knows. */
record OAuthClient(String id, String secret) {

  private static final String FORM = "application/x-www-form-urlencoded";

  /** The answer to a request that does not come from this client; empty if it does. */
  Optional<Answer> refusal(Received request) {
    if (!request.header("Content-Type").orElse("").startsWith(FORM)) {
      return Optional.of(OAuthError.of("invalid_request", "the body is not a form"));
    }
    Map<String, String> form = request.form();
    Optional<String> basic = Guarded.credentials(request, "Basic");
    if (basic.isPresent() && form.containsKey("client_secret")) {
      // RFC 6749, section 2.3: a client must not use more than one method in a request.
      return Optional.of(OAuthError.of("invalid_request", "two ways of authentication"));
    }
    boolean known =
        basic
            .map(this::isBasic)
            .orElseGet(() -> is(form.get("client_id"), form.get("client_secret")));
    return known ? Optional.empty() : Optional.of(OAuthError.invalidClient());
  }

  private boolean isBasic(String credentials) {
    String[] pair;
    try {
      pair = new String(Base64.getDecoder().decode(credentials), UTF_8).split(":", 2);
    } catch (IllegalArgumentException e) {
      return false;
    }
    // RFC 6749, section 2.3.1: both are form-encoded before they are joined.
    return pair.length == 2
        && is(URLDecoder.decode(pair[0], UTF_8), URLDecoder.decode(pair[1], UTF_8));
  }

  private boolean is(@Nullable String givenId, @Nullable String givenSecret) {
    return id.equals(givenId) && secret.equals(givenSecret);
  }
}
