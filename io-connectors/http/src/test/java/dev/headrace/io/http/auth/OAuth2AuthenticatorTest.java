package dev.headrace.io.http.auth;

import static dev.headrace.io.http.auth.FakeWire.answer;
import static dev.headrace.io.http.auth.FakeWire.inTurn;
import static dev.headrace.io.http.auth.FakeWire.token;
import static dev.headrace.io.http.auth.SecretFiles.authorization;
import static dev.headrace.io.http.auth.SecretFiles.failureOf;
import static dev.headrace.io.http.auth.SecretFiles.refusalOf;
import static dev.headrace.io.http.auth.SecretFiles.resultOf;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuth2AuthenticatorTest {
  private static final CompletableFuture<WireResponse> DOWN = answer(503, "");
  private static final CompletableFuture<WireResponse> REFUSAL =
      answer(400, "{\"error\":\"invalid_grant\"}");

  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private SecretFiles files;
  private OAuth2 auth;
  private FakeWire wire = inTurn(List.of());

  @BeforeEach
  void useFolder() {
    files = new SecretFiles(folder);
    auth =
        Auth.oauth2ClientCredentials(
            URI.create("https://login.example.org/token"), "client", files.put("secret", "s3cr3t"));
  }

  @AfterEach
  void everyBodyIsClosed() {
    assertThat(wire.openBodies(), is(0));
  }

  private Authenticator authenticator(FakeWire wire) {
    this.wire = wire;
    return new OAuth2Authenticator(
        new TokenEndpoint(auth, wire, clock, Duration.ofMillis(1)), clock);
  }

  /** An endpoint whose tokens are T0, T1 and so on. */
  private Authenticator counting(int expiresInSeconds) {
    return authenticator(new FakeWire((count, request) -> token("T" + count, expiresInSeconds)));
  }

  private static WireResponse answered(int status) {
    return new WireResponse(status, Map.of(), Body.of(new byte[0]));
  }

  @Test
  void aTokenServesUntilItIsDue() {
    Authenticator authenticator = counting(3600);

    assertThat(authorization(authenticator.credentials()), is("Bearer T0"));
    clock.pass(Duration.ofMinutes(59));
    assertThat(authorization(authenticator.credentials()), is("Bearer T0"));
    clock.pass(Duration.ofMillis(1));
    assertThat(authorization(authenticator.credentials()), is("Bearer T1"));
    assertThat(wire.requests(), hasSize(2));
  }

  @Test
  void aTokenOfAShortLifeIsRenewedInTheLastTenthOfIt() {
    Authenticator authenticator = counting(10);

    assertThat(authorization(authenticator.credentials()), is("Bearer T0"));
    clock.pass(Duration.ofSeconds(9));
    assertThat(authorization(authenticator.credentials()), is("Bearer T0"));
    clock.pass(Duration.ofMillis(1));
    assertThat(authorization(authenticator.credentials()), is("Bearer T1"));
  }

  @Test
  void aTokenOfAnUntoldLifeServesUntilItIsRefused() {
    Authenticator authenticator = counting(0);
    resultOf(authenticator.credentials()).answered(answered(200));

    clock.pass(Duration.ofDays(1000));
    assertThat(authorization(authenticator.credentials()), is("Bearer T0"));
    assertThat(resultOf(authenticator.credentials()).refused(), is(true));
    assertThat(authorization(authenticator.credentials()), is("Bearer T1"));
  }

  @Test
  void fiftyThreadsFetchOneToken() throws Exception {
    CompletableFuture<WireResponse> slow = new CompletableFuture<>();
    Authenticator authenticator = authenticator(new FakeWire((count, request) -> slow));
    CountDownLatch asked = new CountDownLatch(50);
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<String>> tokens = new ArrayList<>();
      Callable<String> ask =
          () -> {
            CompletableFuture<Credentials> credentials = authenticator.credentials();
            asked.countDown();
            return authorization(credentials);
          };
      for (int i = 0; i < 50; i++) {
        tokens.add(threads.submit(ask));
      }
      asked.await();
      WireResponse response = resultOf(token("T", 3600));
      slow.complete(response);
      for (Future<String> token : tokens) {
        assertThat(token.get(), is("Bearer T"));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(wire.requests(), hasSize(1));
  }

  @Test
  void whoGivesUpWaitingDoesNotSpoilItForTheOthers() {
    CompletableFuture<WireResponse> slow = new CompletableFuture<>();
    Authenticator authenticator = authenticator(new FakeWire((count, request) -> slow));
    CompletableFuture<Credentials> first = authenticator.credentials();
    CompletableFuture<Credentials> second = authenticator.credentials();

    first.cancel(true);
    slow.complete(resultOf(token("T", 3600)));

    assertThat(authorization(second), is("Bearer T"));
  }

  @Test
  void aHundredRefusalsOfATokenAreOneRenewal() {
    Authenticator authenticator = counting(3600);
    List<Credentials> inFlight = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      inFlight.add(resultOf(authenticator.credentials()));
    }
    inFlight.get(0).answered(answered(200));

    for (Credentials credentials : inFlight) {
      assertThat(credentials.refused(), is(true));
      assertThat(authorization(authenticator.credentials()), is("Bearer T1"));
    }

    assertThat(wire.requests(), hasSize(2));
  }

  @Test
  void aSecondNewTokenThatIsRefusedAtOnceIsNotReplaced() {
    Authenticator authenticator = counting(3600);

    assertThat(resultOf(authenticator.credentials()).refused(), is(true));
    for (int i = 0; i < 100; i++) {
      assertThat(resultOf(authenticator.credentials()).refused(), is(false));
    }

    assertThat(wire.requests(), hasSize(2));
  }

  @Test
  void aMinuteLaterItIsTriedAgain() {
    Authenticator authenticator = counting(3600);
    resultOf(authenticator.credentials()).refused();
    Credentials second = resultOf(authenticator.credentials());
    assertThat(second.refused(), is(false));

    clock.pass(Duration.ofMinutes(1));

    assertThat(second.refused(), is(true));
    assertThat(authorization(authenticator.credentials()), is("Bearer T2"));
  }

  @Test
  void aTokenThatWasTakenOnceMayBeRefusedAnyNumberOfTimes() {
    Authenticator authenticator = counting(3600);

    for (int i = 0; i < 10; i++) {
      Credentials credentials = resultOf(authenticator.credentials());
      credentials.answered(answered(200));
      assertThat(credentials.refused(), is(true));
    }

    assertThat(wire.requests(), hasSize(10));
  }

  @Test
  void anAnswerThatIsARefusalDoesNotMakeATokenGood() {
    Authenticator authenticator = counting(3600);
    resultOf(authenticator.credentials()).refused();

    Credentials second = resultOf(authenticator.credentials());
    second.answered(answered(401));

    assertThat(second.refused(), is(false));
  }

  @Test
  void aTokenServesOnWhileItsEndpointIsDown() {
    Authenticator authenticator =
        authenticator(inTurn(List.of(token("T0", 600), DOWN, DOWN, DOWN, DOWN, token("T1", 600))));
    authorization(authenticator.credentials());

    clock.pass(Duration.ofSeconds(545));
    assertThat(authorization(authenticator.credentials()), is("Bearer T0"));
    clock.pass(Duration.ofSeconds(9));
    assertThat("rests", authorization(authenticator.credentials()), is("Bearer T0"));
    assertThat(wire.requests(), hasSize(5));
    clock.pass(Duration.ofSeconds(1));
    assertThat(authorization(authenticator.credentials()), is("Bearer T1"));
  }

  @Test
  void anExpiredTokenDoesNotServe() {
    Authenticator authenticator =
        authenticator(inTurn(List.of(token("T0", 600), DOWN, DOWN, DOWN, DOWN)));
    authorization(authenticator.credentials());

    clock.pass(Duration.ofMinutes(10));

    assertThat(failureOf(authenticator.credentials()), is(instanceOf(IOException.class)));
  }

  @Test
  void aRefusedTokenDoesNotServeWhileItsEndpointIsDown() {
    Authenticator authenticator =
        authenticator(inTurn(List.of(token("T0", 600), DOWN, DOWN, DOWN, DOWN)));

    assertThat(resultOf(authenticator.credentials()).refused(), is(true));

    assertThat(failureOf(authenticator.credentials()), is(instanceOf(IOException.class)));
  }

  @Test
  void troubleThatMayPassIsAskedAboutAgainByTheNextRequest() {
    Authenticator authenticator =
        authenticator(inTurn(List.of(DOWN, DOWN, DOWN, DOWN, token("T", 600))));

    assertThat(failureOf(authenticator.credentials()), is(instanceOf(IOException.class)));
    assertThat(authorization(authenticator.credentials()), is("Bearer T"));
  }

  @Test
  void aRefusalOfTheEndpointStandsForAWhile() {
    Authenticator authenticator = authenticator(inTurn(List.of(REFUSAL, token("T", 600))));

    for (int i = 0; i < 100; i++) {
      assertThat(
          refusalOf(authenticator.credentials()).detail(),
          is("The token endpoint refused: invalid_grant"));
    }
    assertThat(wire.requests(), hasSize(1));

    clock.pass(Duration.ofSeconds(10));
    assertThat(authorization(authenticator.credentials()), is("Bearer T"));
  }

  @Test
  void aBugIsNotTakenForTrouble() {
    Authenticator authenticator =
        authenticator(
            new FakeWire(
                (count, request) -> {
                  throw new IllegalStateException("A bug");
                }));

    assertThat(failureOf(authenticator.credentials()), is(instanceOf(IllegalStateException.class)));
  }

  @Test
  void aNewRefreshTokenTakesThePlaceOfTheOneBefore() {
    Secret refresh = files.put("refresh", "R0");
    auth =
        Auth.oauth2RefreshToken(
            URI.create("https://login.example.org/token"), "client", null, refresh);
    Authenticator authenticator =
        authenticator(
            inTurn(
                List.of(
                    answer(200, "{\"access_token\":\"T0\",\"refresh_token\":\"R1\"}"),
                    answer(200, "{\"access_token\":\"T1\"}"),
                    REFUSAL,
                    answer(200, "{\"access_token\":\"T2\"}"))));
    authorization(authenticator.credentials());
    resultOf(authenticator.credentials()).refused();
    Credentials second = resultOf(authenticator.credentials());
    second.answered(answered(200));
    second.refused();
    refusalOf(authenticator.credentials());

    files.put("refresh", "R2");
    clock.pass(Duration.ofSeconds(10));

    assertThat(authorization(authenticator.credentials()), is("Bearer T2"));
    assertThat(
        wire.requests().stream().map(request -> request.body()).toList(),
        is(
            List.of(
                "grant_type=refresh_token&refresh_token=R0&client_id=client",
                "grant_type=refresh_token&refresh_token=R1&client_id=client",
                "grant_type=refresh_token&refresh_token=R1&client_id=client",
                "grant_type=refresh_token&refresh_token=R2&client_id=client")));
  }

  @Test
  void noTokenIsPrinted() {
    Authenticator authenticator = counting(3600);

    assertThat(resultOf(authenticator.credentials()).toString(), is("credentials"));
  }
}
