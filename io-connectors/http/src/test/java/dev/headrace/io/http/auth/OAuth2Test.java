package dev.headrace.io.http.auth;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuth2Test {
  private static OAuth2 of(String url) {
    return Auth.oauth2ClientCredentials(URI.create(url), "client", Secret.of("env:SECRET"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.org/token",
        "HTTPS://login.example.org/token?tenant=1",
        "http://localhost:8080/token",
        "http://LOCALHOST/token",
        "http://login.localhost/token",
        "http://127.0.0.1/token",
        "http://[::1]:80/token",
      })
  void anEncryptedUrlOrOneOfThisMachineIsTaken(String url) {
    assertDoesNotThrow(of(url)::validate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.org/token",
        "http://10.0.0.1/token",
        "http://localhost.example.org/token",
        "http://127.0.0.1.example.org/token",
      })
  void aPlainUrlIsTakenOnlyByName(String url) {
    Exception refusal = assertThrows(IllegalArgumentException.class, of(url)::validate);

    assertThat(refusal.getMessage(), containsString("withPlainHttp() allows that"));
    assertDoesNotThrow(of(url).withPlainHttp()::validate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/token",
        "ftp://login.example.org/token",
        "https:token",
        "https:///token",
        "https://user:s3cr3t@login.example.org/token",
        "https://login.example.org/token#s3cr3t",
      })
  void aUrlThatIsNoneOfAnEndpointIsRefused(String url) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> of(url));

    assertThat(refusal.getMessage(), containsString("tokenUrl must be such as https://host/token"));
    assertThat(refusal.getMessage(), not(containsString("s3cr3t")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "\"", "\\", "a\n", "\u00fc"})
  void aScopeThatCannotBeIsRefused(String scope) {
    OAuth2 auth = of("https://login.example.org/token");

    assertThrows(IllegalArgumentException.class, () -> auth.withScopes("read", scope));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "grant_type", "client_secret", "scope"})
  void aParameterThatIsSentAnywayIsRefused(String name) {
    OAuth2 auth = of("https://login.example.org/token");

    assertThrows(IllegalArgumentException.class, () -> auth.withParameter(name, "value"));
  }

  @Test
  void theOrderOfSettingsDoesNotMatter() {
    OAuth2 auth = of("https://login.example.org/token");

    assertThat(
        auth.withScopes("read").withParameter("b", "1").withParameter("a", "2").withClientInBody(),
        is(
            auth.withClientInBody()
                .withParameter("a", "2")
                .withParameter("b", "1")
                .withScopes("read")));
  }

  @Test
  void itIsTheAuthorizationHeaderThatIsSecret() {
    OAuth2 auth = of("https://login.example.org/token");

    assertThat(auth.secretHeaders(), is(Set.of("authorization")));
    assertThat(auth.secretParameters(), is(Set.of()));
    assertThat(
        auth.withParameter("resource", "s3cr3t").toString(),
        is("OAuth 2.0 tokens of login.example.org for client client"));
  }
}
