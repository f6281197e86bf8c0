package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.SECRET;
import static dev.headrace.pipelines.yaml.Values.TEXT;

import dev.headrace.io.http.auth.Auth;
import dev.headrace.io.http.auth.OAuth2;
import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code auth}. No message repeats a value of it, which may be a secret in a wrong place. */
final class AuthSection {
  private static final Reader<Auth> KINDS =
      Choice.byKind(
          new Choice<Function<Settings, Optional<Auth>>>()
              .or("none", settings -> Optional.of(Auth.none()))
              .or("bearer", AuthSection::bearer)
              .or("basic", AuthSection::basic)
              .or("api-key", AuthSection::apiKey)
              .or("oauth2-client-credentials", AuthSection::clientCredentials)
              .or("oauth2-refresh-token", AuthSection::refreshToken)
              .or("rotating-tokens", AuthSection::rotatingTokens));

  static final Reader<Auth> READER = setting -> KINDS.read(setting.inConfidence());

  private AuthSection() {}

  private static Optional<Auth> bearer(Settings settings) {
    return settings.required("token", SECRET).map(Auth::bearer);
  }

  private static Optional<Auth> basic(Settings settings) {
    Optional<String> user = settings.required("user", TEXT);
    Optional<Secret> password = settings.required("password", SECRET);
    return settings.make(() -> Auth.basic(user.orElseThrow(), password.orElseThrow())).done();
  }

  private static Optional<Auth> apiKey(Settings settings) {
    settings.requireOneOf("header", "query-parameter");
    Optional<String> header = settings.optional("header", TEXT);
    Optional<String> parameter = settings.optional("query-parameter", TEXT);
    Optional<Secret> key = settings.required("key", SECRET);
    return settings
        .make(
            () ->
                header.isPresent()
                    ? Auth.apiKeyHeader(header.get(), key.orElseThrow())
                    : Auth.apiKeyQuery(parameter.orElseThrow(), key.orElseThrow()))
        .done();
  }

  private static Optional<Auth> clientCredentials(Settings settings) {
    Optional<URI> url = settings.required("token-url", Values.URL);
    Optional<String> client = settings.required("client-id", TEXT);
    Optional<Secret> secret = settings.required("client-secret", SECRET);
    return oauth2(
        settings,
        settings.make(
            () ->
                Auth.oauth2ClientCredentials(
                    url.orElseThrow(), client.orElseThrow(), secret.orElseThrow())));
  }

  private static Optional<Auth> refreshToken(Settings settings) {
    Optional<URI> url = settings.required("token-url", Values.URL);
    Optional<String> client = settings.required("client-id", TEXT);
    Optional<Secret> secret = settings.optional("client-secret", SECRET);
    Optional<Secret> refresh = settings.required("refresh-token", SECRET);
    return oauth2(
        settings,
        settings.make(
            () ->
                Auth.oauth2RefreshToken(
                    url.orElseThrow(),
                    client.orElseThrow(),
                    secret.orElse(null),
                    refresh.orElseThrow())));
  }

  private static Optional<Auth> oauth2(Settings settings, Filling<OAuth2> tokens) {
    Optional<OAuth2> made =
        tokens
            .with("scopes", Values.TEXTS, AuthSection::withScopes)
            .with("audience", TEXT, OAuth2::withAudience)
            .with("parameters", Values.TEXT_MAP, AuthSection::withParameters)
            .when("client-in-body", OAuth2::withClientInBody)
            .when("plain-http", OAuth2::withPlainHttp)
            .done();
    return settings.make(made, AuthSection::validated).done();
  }

  private static OAuth2 withScopes(OAuth2 tokens, List<String> scopes) {
    return tokens.withScopes(scopes.toArray(String[]::new));
  }

  private static OAuth2 withParameters(OAuth2 tokens, Map<String, String> parameters) {
    OAuth2 with = tokens;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      with = with.withParameter(parameter.getKey(), parameter.getValue());
    }
    return with;
  }

  private static Auth validated(OAuth2 tokens) {
    tokens.validate();
    return tokens;
  }

  private static Optional<Auth> rotatingTokens(Settings settings) {
    Optional<List<Secret>> tokens = settings.required("tokens", Values.listOf(SECRET));
    return settings.make(() -> Auth.rotating(tokens.orElseThrow())).done();
  }
}
