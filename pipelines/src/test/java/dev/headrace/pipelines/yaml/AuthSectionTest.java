package dev.headrace.pipelines.yaml;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.auth.Auth;
import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthSectionTest {
  private static final URI TOKENS = URI.create("https://id.example.com/token");
  private static final Secret KEY = Secret.of("env:KEY");
  private static final Secret IN_A_FILE = Secret.of("file:/run/secrets/key");
  private static final Secret OF_AWS =
      Secret.of("arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme#password");

  @TempDir Path folder;

  static Stream<Arguments> auths() {
    return Stream.of(
        Arguments.of("{kind: none}", Auth.none()),
        Arguments.of("{kind: bearer, token: env:KEY}", Auth.bearer(KEY)),
        Arguments.of(
            "{kind: basic, user: me, password: '" + OF_AWS.reference() + "'}",
            Auth.basic("me", OF_AWS)),
        Arguments.of(
            "{kind: api-key, header: X-Key, key: file:/run/secrets/key}",
            Auth.apiKeyHeader("X-Key", IN_A_FILE)),
        Arguments.of(
            "{kind: api-key, query-parameter: key, key: env:KEY}", Auth.apiKeyQuery("key", KEY)),
        Arguments.of(
            "{kind: oauth2-client-credentials, token-url: 'https://id.example.com/token',"
                + " client-id: me, client-secret: env:KEY}",
            Auth.oauth2ClientCredentials(TOKENS, "me", KEY)),
        Arguments.of(
            "{kind: oauth2-client-credentials, token-url: 'http://id.example.com/token',"
                + " client-id: me, client-secret: env:KEY, scopes: [a, b], audience: api,"
                + " parameters: {resource: r}, client-in-body: true, plain-http: true}",
            Auth.oauth2ClientCredentials(URI.create("http://id.example.com/token"), "me", KEY)
                .withScopes("a", "b")
                .withAudience("api")
                .withParameter("resource", "r")
                .withClientInBody()
                .withPlainHttp()),
        Arguments.of(
            "{kind: oauth2-refresh-token, token-url: 'https://id.example.com/token', client-id: me,"
                + " refresh-token: env:KEY, client-in-body: false}",
            Auth.oauth2RefreshToken(TOKENS, "me", null, KEY)),
        Arguments.of(
            "{kind: oauth2-refresh-token, token-url: 'https://id.example.com/token', client-id: me,"
                + " client-secret: file:/run/secrets/key, refresh-token: env:KEY}",
            Auth.oauth2RefreshToken(TOKENS, "me", IN_A_FILE, KEY)),
        Arguments.of(
            "{kind: rotating-tokens, tokens: [env:KEY, file:/run/secrets/key]}",
            Auth.rotating(List.of(KEY, IN_A_FILE))));
  }

  @ParameterizedTest
  @MethodSource("auths")
  void credentialsAreThoseOfTheJavaApi(String yaml, Auth expected) {
    assertThat(TestFile.in(folder).with("auth: " + yaml).define().auth(), is(expected));
  }
}
