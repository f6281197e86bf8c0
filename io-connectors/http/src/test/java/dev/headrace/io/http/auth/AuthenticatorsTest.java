package dev.headrace.io.http.auth;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class AuthenticatorsTest {
  private static final FakeWire WIRE = new FakeWire((count, request) -> FakeWire.answer(500, ""));

  private static OAuth2 oauth2(String url) {
    return Auth.oauth2ClientCredentials(URI.create(url), "client", Secret.of("env:SECRET"));
  }

  @Test
  void equalWaysShareAnAuthenticator() {
    for (Auth auth :
        List.of(
            Auth.none(),
            Auth.bearer(Secret.of("env:A")),
            Auth.rotating(List.of(Secret.of("env:A"), Secret.of("env:B"))),
            oauth2("https://login.example.org/token").withScopes("read").withAudience("api"))) {
      Auth travelled = SerializableUtils.clone(auth);

      assertThat(travelled, is(auth));
      assertThat(
          Authenticators.of(travelled, WIRE), is(sameInstance(Authenticators.of(auth, WIRE))));
    }
  }

  @Test
  void differentWaysDoNot() {
    assertThat(
        Authenticators.of(Auth.bearer(Secret.of("env:A")), WIRE),
        is(not(sameInstance(Authenticators.of(Auth.bearer(Secret.of("env:B")), WIRE)))));
    assertThat(
        Authenticators.of(oauth2("https://login.example.org/token").withScopes("a"), WIRE),
        is(
            not(
                sameInstance(
                    Authenticators.of(
                        oauth2("https://login.example.org/token").withScopes("b"), WIRE)))));
  }

  @Test
  void aWayThatDoesNotFitTogetherIsRefused() {
    OAuth2 auth = oauth2("http://login.example.org/token");

    assertThrows(IllegalArgumentException.class, () -> Authenticators.of(auth, WIRE));
  }
}
