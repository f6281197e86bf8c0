package dev.headrace.io.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.io.http.wire.WireRequest;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a token endpoint is asked. */
final class TokenRequest {
  private TokenRequest() {}

  /**
   * The request, secrets and all.
   *
   * @param clientSecret null for a public client
   * @param refreshToken null for one that asks by its own right
   */
  static WireRequest of(OAuth2 auth, @Nullable String clientSecret, @Nullable String refreshToken) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Accept", "application/json");
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    Map<String, String> form = new LinkedHashMap<>();
    if (refreshToken == null) {
      form.put("grant_type", "client_credentials");
    } else {
      form.put("grant_type", "refresh_token");
      form.put("refresh_token", refreshToken);
    }
    if (!auth.scopes().isEmpty()) {
      form.put("scope", String.join(" ", auth.scopes()));
    }
    form.putAll(auth.parameters());
    if (clientSecret == null) {
      form.put("client_id", auth.clientId());
    } else if (auth.isClientInBody()) {
      form.put("client_id", auth.clientId());
      form.put("client_secret", clientSecret);
    } else {
      // Both are encoded before: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
      headers.put(
          "Authorization",
          StaticAuthenticator.basic(encode(auth.clientId()), encode(clientSecret)));
    }
    return new WireRequest("POST", auth.tokenUrl(), headers, encode(form));
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8);
  }
}
