package dev.headrace.io.http.auth;

import static dev.headrace.io.http.auth.FakeWire.answer;
import static dev.headrace.io.http.auth.FakeWire.inTurn;
import static dev.headrace.io.http.auth.FakeWire.token;
import static dev.headrace.io.http.auth.SecretFiles.failureOf;
import static dev.headrace.io.http.auth.SecretFiles.refusalOf;
import static dev.headrace.io.http.auth.SecretFiles.resultOf;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.google.common.base.Throwables;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
  private static final URI URL = URI.create("https://login.example.org/token");

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private SecretFiles files;
  private OAuth2 auth;
  private FakeWire wire = new FakeWire((count, request) -> token("T", 600));

  @BeforeEach
  void useFolder() {
    files = new SecretFiles(folder);
    auth = Auth.oauth2ClientCredentials(URL, "client", files.put("secret", "s3cr3t"));
  }

  @AfterEach
  void everyBodyIsClosed() {
    assertThat(wire.openBodies(), is(0));
  }

  private CompletableFuture<TokenAnswer> ask(OAuth2 auth) {
    return new TokenEndpoint(auth, wire, clock, Duration.ofMillis(1)).ask(null);
  }

  private CompletableFuture<TokenAnswer> ask(FakeWire wire) {
    this.wire = wire;
    return ask(auth);
  }

  private WireRequest sent(OAuth2 auth) {
    resultOf(ask(auth));
    return wire.requests().get(wire.requests().size() - 1);
  }

  private static Map<String, String> withAuthorization(String authorization) {
    return Map.of(
        "Accept", "application/json",
        "Content-Type", "application/x-www-form-urlencoded",
        "Authorization", authorization);
  }

  @Test
  void aClientProvesItselfByBasicAuthentication() {
    WireRequest sent = sent(auth);

    assertThat(
        sent,
        is(
            new WireRequest(
                "POST",
                URL,
                withAuthorization("Basic Y2xpZW50OnMzY3IzdA=="),
                "grant_type=client_credentials")));
    assertThat(sent.toString(), is("POST to login.example.org"));
  }

  @Test
  void whatIsNoPlainTextIsEncodedBeforeBasicAuthentication() {
    OAuth2 odd = Auth.oauth2ClientCredentials(URL, "a:b c", files.put("secret", "p:%+\u00fc"));

    assertThat(
        sent(odd).headers(),
        is(withAuthorization(StaticAuthenticator.basic("a%3Ab+c", "p%3A%25%2B%C3%BC"))));
  }

  @Test
  void aClientProvesItselfInTheBodyIfToldSo() {
    OAuth2 odd = Auth.oauth2ClientCredentials(URL, "a&b", files.put("secret", "p=+ \u00fc"));

    WireRequest sent = sent(odd.withClientInBody());

    assertThat(
        sent.body(),
        is("grant_type=client_credentials&client_id=a%26b&client_secret=p%3D%2B+%C3%BC"));
    assertThat(sent.headers().get("Authorization"), is(nullValue()));
  }

  @Test
  void scopesAndParametersAreAskedFor() {
    OAuth2 more =
        auth.withScopes("read", "https://api/.default")
            .withAudience("https://api.example.org/")
            .withParameter("resource", "a b");

    assertThat(
        sent(more).body(),
        is(
            "grant_type=client_credentials&scope=read+https%3A%2F%2Fapi%2F.default"
                + "&audience=https%3A%2F%2Fapi.example.org%2F&resource=a+b"));
  }

  @Test
  void aRefreshTokenIsSentWithTheClientsSecret() {
    Secret refresh = files.put("refresh", "R/0");
    OAuth2 refreshing = Auth.oauth2RefreshToken(URL, "client", files.put("secret", "s"), refresh);

    WireRequest sent = sent(refreshing);

    assertThat(sent.body(), is("grant_type=refresh_token&refresh_token=R%2F0"));
    assertThat(sent.headers(), is(withAuthorization("Basic Y2xpZW50OnM=")));
  }

  @Test
  void theWholeAnswerIsRead() {
    TokenAnswer answer =
        resultOf(
            ask(
                inTurn(
                    List.of(
                        answer(
                            200,
                            "{\"access_token\":\"T\",\"token_type\":\"bEARER\","
                                + "\"expires_in\":3600,\"refresh_token\":\"R\","
                                + "\"scope\":\"read\",\"more\":{}}")))));

    assertThat(
        answer,
        is(
            new TokenAnswer(
                new Token("T", clock.instant(), clock.instant().plusSeconds(3600)), "R")));
    assertThat(answer.toString(), is("token of 2023-11-14T22:13:20Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      nullValues = "-",
      value = {
        "\"expires_in\":\"60\" | 60",
        "\"expires_in\":60.7 | 60",
        "\"expires_in\":0 | -",
        "\"expires_in\":-1 | -",
        "\"expires_in\":null | -",
        "\"expires_in\":\"soon\" | -",
        "\"other\":1 | -",
        "\"expires_in\":9223372036854775807 | 315360000",
      })
  void theLifeOfATokenIsReadLeniently(String field, Long seconds) {
    TokenAnswer answer =
        resultOf(ask(inTurn(List.of(answer(200, "{\"access_token\":\"T\"," + field + "}")))));

    assertThat(
        answer.token().expiresAt(),
        is(seconds == null ? null : clock.instant().plusSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "400 | {\"error\":\"invalid_grant\",\"error_description\":\"s3cr3t\"} | invalid_grant",
        "401 | {\"error\":\"invalid_client\"} | invalid_client",
        "401 | s3cr3t | status 401",
        "401 | {\"error\":\"is s3cr3t\"} | status 401",
        "403 | {\"error\":{\"code\":\"s3cr3t\"}} | status 403",
        "404 | [] | status 404",
        "302 | {} | status 302",
        "200 | {\"error\":\"bad_verification_code\"} | bad_verification_code",
      })
  void aRefusalIsToldByItsCodeAndNotAskedForAgain(int status, String body, String code) {
    WireException refusal = refusalOf(ask(inTurn(List.of(answer(status, body)))));

    assertThat(refusal.reason(), is(Reason.REFUSED));
    assertThat(refusal.detail(), is("The token endpoint refused: " + code));
    assertThat(Throwables.getStackTraceAsString(refusal), not(containsString("s3cr3t")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "s3cr3t | is not a JSON object",
        "{\"s3cr3t | is not a JSON object",
        "\"s3cr3t\" | is not a JSON object",
        "{\"token\":\"s3cr3t\"} | has no access_token",
        "{\"access_token\":\"\"} | has no access_token",
        "{\"access_token\":1} | has no access_token",
        "{\"access_token\":\"s3cr3t \"} | has an access_token that cannot be sent in a header",
        "{\"access_token\":\"s3cr3t\\n\"} | has an access_token that cannot be sent in a header",
        "{\"access_token\":\"s3cr3t\",\"token_type\":\"mac\"} | has a token_type other than Bearer",
      })
  void anAnswerThatIsNoTokenIsRefused(String body, String detail) {
    WireException failure = refusalOf(ask(inTurn(List.of(answer(200, body)))));

    assertThat(failure.reason(), is(Reason.MALFORMED));
    assertThat(failure.detail(), containsString("The token endpoint's answer " + detail));
    assertThat(Throwables.getStackTraceAsString(failure), not(containsString("s3cr3t")));
  }

  @Test
  void anAnswerThatIsFarTooLongIsRefused() {
    String body = " ".repeat((1 << 20) + 1);

    assertThat(refusalOf(ask(inTurn(List.of(answer(200, body))))).reason(), is(Reason.TOO_LARGE));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void troubleThatPassesIsNotSeen(int status) {
    FakeWire wire =
        inTurn(
            List.of(
                answer(status, "s3cr3t", "retry-after", "0"),
                CompletableFuture.failedFuture(new ConnectException("Connection refused")),
                CompletableFuture.failedFuture(new TimeoutException()),
                token("T", 600)));

    assertThat(resultOf(ask(wire)).token().value(), is("T"));
  }

  @Test
  void troubleThatDoesNotPassIsTroubleOfTheConnection() {
    FakeWire wire = new FakeWire((count, request) -> answer(503, "s3cr3t"));

    Throwable failure = failureOf(ask(wire));

    assertThat(failure, is(instanceOf(IOException.class)));
    assertThat(failure.getMessage(), is("The token endpoint answered with status 503"));
    assertThat(wire.requests(), hasSize(4));
  }

  @Test
  void whatTheWireDoesNotTakeIsNotSentAgain() {
    CompletableFuture<WireResponse> notAllowed =
        CompletableFuture.failedFuture(
            new WireException(Reason.REFUSED, "The address is not allowed"));

    WireException refusal = refusalOf(ask(inTurn(List.of(notAllowed))));

    assertThat(refusal.detail(), is("The address is not allowed"));
  }

  @Test
  void aSecretThatCannotBeReadIsNamed() {
    OAuth2 nowhere = Auth.oauth2ClientCredentials(URL, "client", Secret.of("env:NOT_THERE"));

    assertThat(refusalOf(ask(nowhere)).detail(), containsString("env:NOT_THERE is not set"));
    assertThat(wire.requests(), is(List.of()));
  }
}
