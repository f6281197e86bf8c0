package dev.headrace.testdata.stub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An OAuth 2.0 token endpoint (<a href="https://www.rfc-editor.org/rfc/rfc6749">RFC 6749</a>) with
 * one client. It grants {@code client_credentials} and {@code refresh_token}, authenticates the
 * client by {@code client_secret_basic} or {@code client_secret_post}, and refuses with the errors
 * of section 5.2. A refresh token can be used once and is replaced by the answer.
 *
 * <p>What it hands out is known in advance, {@code access-1} and so on, and of no worth elsewhere.
 */
public final class TokenEndpoint implements Handler {

  private final OAuthClient client;
  private final InstantSource clock;
  private final Map<String, Instant> access = new HashMap<>();
  private final Set<String> refresh = new HashSet<>();
  private Duration lifetime = Duration.ofHours(1);
  private boolean tellsLifetime = true;
  private int asked;
  private int issued;
  private int refreshTokens;
  private int failuresLeft;

  private TokenEndpoint(String clientId, String clientSecret, InstantSource clock) {
    this.client = new OAuthClient(clientId, clientSecret);
    this.clock = clock;
  }

  public static TokenEndpoint of(String clientId, String clientSecret) {
    return of(clientId, clientSecret, InstantSource.system());
  }

  public static TokenEndpoint of(String clientId, String clientSecret, InstantSource clock) {
    return new TokenEndpoint(clientId, clientSecret, clock);
  }

  /** How long the tokens live that are issued from now on. One hour unless told otherwise. */
  public synchronized TokenEndpoint expiresIn(Duration newLifetime) {
    lifetime = newLifetime;
    return this;
  }

  /** Leaves {@code expires_in} out of the answers, as RFC 6749 allows. */
  public synchronized TokenEndpoint withoutExpiresIn() {
    tellsLifetime = false;
    return this;
  }

  /** Answers the next {@code times} requests with 503. */
  public synchronized TokenEndpoint failing(int times) {
    failuresLeft = times;
    return this;
  }

  /** A refresh token, as a user would get it by giving their consent. */
  public synchronized String consent() {
    return newRefreshToken();
  }

  /** Lets no token that was issued until now be used any more, before its time. */
  public synchronized void revokeAll() {
    access.clear();
  }

  /** How often a token was asked for, with success or not. */
  public synchronized int asked() {
    return asked;
  }

  /** How many access tokens were issued. */
  public synchronized int issued() {
    return issued;
  }

  /** Takes only bearer tokens that are alive. */
  public Handler guard(Handler handler) {
    return Guarded.bearer(this::isLive, handler);
  }

  @Override
  public synchronized Answer answer(Received request) {
    asked++;
    if (failuresLeft > 0) {
      failuresLeft--;
      return Answer.text("try again later").withStatus(503);
    }
    if (!request.method().equals("POST")) {
      return Answer.status(405).withHeader("Allow", "POST");
    }
    return client.refusal(request).orElseGet(() -> grant(request.form()));
  }

  private synchronized Answer grant(Map<String, String> form) {
    String type = form.getOrDefault("grant_type", "");
    return switch (type) {
      case "client_credentials" -> issue("");
      case "refresh_token" ->
          refresh.remove(form.getOrDefault("refresh_token", ""))
              ? issue(",\"refresh_token\":\"" + newRefreshToken() + "\"")
              : OAuthError.of("invalid_grant", "the refresh token is unknown or was used");
      case "" -> OAuthError.of("invalid_request", "grant_type is missing");
      default -> OAuthError.of("unsupported_grant_type", "only two are known");
    };
  }

  private Answer issue(String more) {
    issued++;
    String token = "access-" + issued;
    access.put(token, clock.instant().plus(lifetime));
    String expires = tellsLifetime ? ",\"expires_in\":" + lifetime.toSeconds() : "";
    return Answer.json(
            "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"" + expires + more + "}")
        .withHeader("Cache-Control", "no-store")
        .withHeader("Pragma", "no-cache");
  }

  private synchronized boolean isLive(String token) {
    Instant end = access.get(token);
    return end != null && clock.instant().isBefore(end);
  }

  private String newRefreshToken() {
    refreshTokens++;
    String token = "refresh-" + refreshTokens;
    refresh.add(token);
    return token;
  }
}
