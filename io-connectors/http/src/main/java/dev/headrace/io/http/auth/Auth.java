package dev.headrace.io.http.auth;

import dev.headrace.io.http.auth.StaticAuth.Kind;
import dev.headrace.transforms.secrets.Secret;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an API is told who asks. Secrets are held by reference and read on the worker, so this can
 * travel and be printed. {@link Authenticators} puts it to work.
 */
public sealed interface Auth extends Serializable permits StaticAuth, OAuth2, RotatingAuth {

  /** The names of the headers that hold secrets, in lower case. */
  Set<String> secretHeaders();

  /** The names of the query parameters that hold secrets, to be masked where a URL is told. */
  Set<String> secretParameters();

  /** The secrets that are read to authenticate. */
  List<Secret> secrets();

  /**
   * Checks settings that are fine alone and wrong together.
   *
   * @throws IllegalArgumentException if there are some
   */
  default void validate() {}

  /** Requests go out as they are. */
  static Auth none() {
    return new StaticAuth(Kind.NONE, "", null);
  }

  /**
   * {@code Authorization: Bearer}, as https://www.rfc-editor.org/rfc/rfc6750#section-2.1 has it.
   */
  static Auth bearer(Secret token) {
    return new StaticAuth(Kind.BEARER, "", token);
  }

  /**
   * {@code Authorization: Basic}, in UTF-8, as https://www.rfc-editor.org/rfc/rfc7617 has it.
   *
   * @throws IllegalArgumentException if the user's name has a colon or a control character
   */
  static Auth basic(String user, Secret password) {
    return new StaticAuth(Kind.BASIC, user, password);
  }

  /**
   * A header that is the API's key.
   *
   * @throws IllegalArgumentException if the name is none of a header, or that of a header that
   *     belongs to the connection, such as {@code Host}
   */
  static Auth apiKeyHeader(String name, Secret key) {
    return new StaticAuth(Kind.HEADER, name, key);
  }

  /**
   * A parameter of the query that is the API's key. In place of the one the URL may have already:
   * an API that links its pages can repeat the key in the link.
   *
   * @throws IllegalArgumentException if the name has other characters than letters, digits and
   *     {@code . _ ~ -}
   */
  static Auth apiKeyQuery(String parameter, Secret key) {
    return new StaticAuth(Kind.QUERY, parameter, key);
  }

  /**
   * Bearer tokens from a token endpoint, for a client of its own
   * (https://www.rfc-editor.org/rfc/rfc6749#section-4.4).
   *
   * @throws IllegalArgumentException if the URL is not https or http with a host, or holds a
   *     password
   */
  static OAuth2 oauth2ClientCredentials(URI tokenUrl, String clientId, Secret clientSecret) {
    return OAuth2.of(tokenUrl, clientId, clientSecret, null);
  }

  /**
   * Bearer tokens from a token endpoint, for a refresh token
   * (https://www.rfc-editor.org/rfc/rfc6749#section-6).
   *
   * <p>A refresh token that the endpoint answers with takes the place of the one before in the
   * memory of this worker only; it is not written back to where the secret is. An endpoint that
   * ends the old one with that needs one worker and somebody who keeps the new one.
   *
   * @param clientSecret null for a public client
   * @throws IllegalArgumentException as {@link #oauth2ClientCredentials} does
   */
  static OAuth2 oauth2RefreshToken(
      URI tokenUrl, String clientId, @Nullable Secret clientSecret, Secret refreshToken) {
    return OAuth2.of(tokenUrl, clientId, clientSecret, refreshToken);
  }

  /**
   * Several bearer tokens: each request gets the one whose quota has most left, by what the answers
   * tell ({@link dev.headrace.io.http.wire.RateLimitHeaders}), and waits for the first reset when
   * all are used up. A token that is refused is not used again by this worker.
   *
   * @throws IllegalArgumentException if there is none, or one twice
   */
  static Auth rotating(List<Secret> bearerTokens) {
    return new RotatingAuth(bearerTokens);
  }
}
