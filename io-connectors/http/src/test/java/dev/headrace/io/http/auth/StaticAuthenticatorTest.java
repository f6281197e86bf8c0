package dev.headrace.io.http.auth;

import static dev.headrace.io.http.auth.SecretFiles.refusalOf;
import static dev.headrace.io.http.auth.SecretFiles.request;
import static dev.headrace.io.http.auth.SecretFiles.resultOf;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.secrets.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticAuthenticatorTest {
  private static final String URL = "https://api.example.org/orders";

  @TempDir private Path folder;
  private final FakeWire unused =
      new FakeWire(
          (count, request) -> {
            throw new AssertionError("Nothing is to be sent");
          });
  private SecretFiles files;

  @BeforeEach
  void useFolder() {
    files = new SecretFiles(folder);
  }

  private Authenticator authenticator(Auth auth) {
    Auth travelled = SerializableUtils.ensureSerializable((StaticAuth) auth);
    return Authenticators.create(travelled, unused, Clock.systemUTC());
  }

  private WireRequest sent(Auth auth, String uri) {
    return resultOf(authenticator(auth).credentials()).applyTo(request(uri));
  }

  private Map<String, String> headers(Auth auth) {
    WireRequest sent = sent(auth, URL);
    assertThat(sent.uri().toString(), is(URL));
    return sent.headers();
  }

  @Test
  void withoutAuthenticationARequestGoesOutAsItIs() {
    assertThat(sent(Auth.none(), URL), is(request(URL)));
  }

  @Test
  void aBearerTokenIsAHeader() {
    assertThat(
        headers(Auth.bearer(files.put("token", "s3cr3t.t~k/n+=\n"))),
        is(Map.of("Accept", "application/json", "Authorization", "Bearer s3cr3t.t~k/n+=")));
  }

  @ParameterizedTest
  @CsvSource({
    "Aladdin, open sesame, QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    "test, 123\u00a3, dGVzdDoxMjPCow==",
    "user, with:colon, dXNlcjp3aXRoOmNvbG9u",
  })
  void aUserAndAPasswordAreAHeader(String user, String password, String encoded) {
    assertThat(
        headers(Auth.basic(user, files.put("password", password))),
        is(Map.of("Accept", "application/json", "Authorization", "Basic " + encoded)));
  }

  @Test
  void aKeyIsAHeader() {
    assertThat(
        headers(Auth.apiKeyHeader("X-Api-Key", files.put("key", "Token s3cr3t"))),
        is(Map.of("Accept", "application/json", "X-Api-Key", "Token s3cr3t")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a, https://h/a?key=s%20%2B%26%3D%23%2A~%C3%BC",
    "https://h/a?, https://h/a?key=s%20%2B%26%3D%23%2A~%C3%BC",
    "https://h, https://h?key=s%20%2B%26%3D%23%2A~%C3%BC",
    "https://h/a%20b?q=x%26y&z, https://h/a%20b?q=x%26y&z&key=s%20%2B%26%3D%23%2A~%C3%BC",
    "https://h/a?key=old&q=1&%6bey=older, https://h/a?q=1&key=s%20%2B%26%3D%23%2A~%C3%BC",
    "https://h/a?keys=1&q#f?x, https://h/a?keys=1&q&key=s%20%2B%26%3D%23%2A~%C3%BC#f?x",
  })
  void aKeyIsAParameterOfTheQuery(String before, String after) {
    Auth auth = Auth.apiKeyQuery("key", files.put("key", "s +&=#*~\u00fc"));

    WireRequest sent = sent(auth, before);

    assertThat(sent.uri().toString(), is(after));
    assertThat(sent.headers(), is(request(before).headers()));
    assertThat(sent.toString(), is("GET to h"));
  }

  @Test
  void aSecretThatChangedIsUsedFromTheNextRequestOn() {
    Authenticator authenticator = authenticator(Auth.bearer(files.put("token", "old")));
    assertThat(SecretFiles.authorization(authenticator.credentials()), is("Bearer old"));

    files.put("token", "new");

    assertThat(SecretFiles.authorization(authenticator.credentials()), is("Bearer new"));
  }

  @Test
  void askingAgainBringsNothingNew() {
    Auth auth = Auth.bearer(files.put("token", "s3cr3t"));

    assertThat(resultOf(authenticator(auth).credentials()).refused(), is(false));
    assertThat(resultOf(authenticator(Auth.none()).credentials()).refused(), is(false));
  }

  @Test
  void aSecretThatCannotBeReadIsARefusalThatNamesIt() {
    WireException refusal =
        refusalOf(authenticator(Auth.bearer(Secret.of("env:NOT_THERE"))).credentials());

    assertThat(refusal.reason(), is(Reason.REFUSED));
    assertThat(
        refusal.detail(), is("The environment variable of the secret env:NOT_THERE is not set"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cr3t\nX-Other: 1", "s3cr3t\r\nx", "s3cr3t\u0000", "s3cr3t\u00fc"})
  void aSecretThatAHeaderCannotHoldIsNotRepeated(String value) {
    Secret secret = files.put("secret", value);

    for (Auth auth : Set.of(Auth.bearer(secret), Auth.apiKeyHeader("X-Key", secret))) {
      WireException refusal = refusalOf(authenticator(auth).credentials());

      assertThat(
          refusal.detail(),
          is("The secret " + secret + " has characters that cannot be sent in a header"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Key", "X-Key:", "X-Key\n", "\u00fc", "Host", "content-LENGTH"})
  void aNameThatNoHeaderHasIsRefused(String name) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Auth.apiKeyHeader(name, Secret.of("env:KEY")));

    assertThat(refusal.getMessage(), containsString("API key's header must be"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a=", "a&b", "a#", "\u00fc", "a%20"})
  void aNameThatNoParameterHasIsRefused(String name) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Auth.apiKeyQuery(name, Secret.of("env:KEY")));

    assertThat(refusal.getMessage(), containsString("API key's parameter must be"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\n"})
  void aNameThatNoUserHasIsRefused(String user) {
    assertThrows(IllegalArgumentException.class, () -> Auth.basic(user, Secret.of("env:PASSWORD")));
  }

  @Test
  void whereSecretsAreIsTold() {
    Secret secret = Secret.of("env:KEY");

    assertThat(Auth.none().secretHeaders(), is(Set.of()));
    assertThat(Auth.bearer(secret).secretHeaders(), is(Set.of("authorization")));
    assertThat(Auth.basic("user", secret).secretHeaders(), is(Set.of("authorization")));
    assertThat(Auth.apiKeyHeader("X-API-KEY", secret).secretHeaders(), is(Set.of("x-api-key")));
    assertThat(Auth.apiKeyQuery("key", secret).secretHeaders(), is(Set.of()));
    assertThat(Auth.apiKeyQuery("key", secret).secretParameters(), is(Set.of("key")));
    assertThat(Auth.bearer(secret).secretParameters(), is(Set.of()));
  }

  @Test
  void noSecretIsPrinted() {
    Secret secret = files.put("secret", "s3cr3t");

    for (Auth auth :
        Set.of(
            Auth.bearer(secret),
            Auth.basic("user", secret),
            Auth.apiKeyHeader("X-Key", secret),
            Auth.apiKeyQuery("key", secret))) {
      Credentials credentials = resultOf(authenticator(auth).credentials());

      assertThat(auth.toString(), containsString(secret.reference()));
      assertThat(credentials.toString(), is("credentials"));
      assertThat(credentials.applyTo(request(URL)).toString(), not(containsString("s3cr3t")));
    }
  }
}
