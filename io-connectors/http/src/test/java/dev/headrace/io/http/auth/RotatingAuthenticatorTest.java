package dev.headrace.io.http.auth;

import static dev.headrace.io.http.auth.SecretFiles.authorization;
import static dev.headrace.io.http.auth.SecretFiles.refusalOf;
import static dev.headrace.io.http.auth.SecretFiles.request;
import static dev.headrace.io.http.auth.SecretFiles.resultOf;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.secrets.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingAuthenticatorTest {
  @TempDir private Path folder;
  private final MovingClock clock = new MovingClock();
  private final Queue<Wait> waits = new ArrayDeque<>();
  private List<Secret> secrets = List.of();
  private RotatingAuthenticator authenticator;

  /** Somebody waits. */
  private record Wait(Duration time, CompletableFuture<Void> over) {}

  @BeforeEach
  void useThreeTokens() {
    SecretFiles files = new SecretFiles(folder);
    secrets = List.of(files.put("a", "A"), files.put("b", "B"), files.put("c", "C"));
    use(3);
  }

  private void use(int tokens) {
    authenticator =
        new RotatingAuthenticator(
            (RotatingAuth) Auth.rotating(secrets.subList(0, tokens)),
            clock,
            time -> {
              CompletableFuture<Void> over = new CompletableFuture<>();
              waits.add(new Wait(time, over));
              return over;
            });
  }

  private Credentials lend() {
    return resultOf(authenticator.credentials());
  }

  private static String token(Credentials credentials) {
    return authorization(CompletableFuture.completedFuture(credentials))
        .substring("Bearer ".length());
  }

  private Map<String, Integer> lend(int requests) {
    Map<String, Integer> lent = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      lent.merge(token(lend()), 1, Integer::sum);
    }
    return lent;
  }

  /** A token that is lent takes its time too, so that it is the waiting itself that tells. */
  private void requireWait() {
    assertThat(waits, is(empty()));
    assertThat(authenticator.credentials().isDone(), is(false));
    assertThat(waits, hasSize(1));
  }

  private static WireResponse answer(int status, String... headers) {
    Map<String, List<String>> byName = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      byName.put(headers[i], List.of(headers[i + 1]));
    }
    return new WireResponse(status, byName, Body.of(new byte[0]));
  }

  private static WireResponse left(long remaining, long resetSeconds) {
    return answer(200, "ratelimit", "\"default\";r=" + remaining + ";t=" + resetSeconds);
  }

  /** Lends each token once, and has the answers tell what is left of A, of B and of C. */
  private void learn(long... remaining) {
    for (int i = 0; i < remaining.length; i++) {
      Credentials lent = lend();
      lent.answered(left(remaining[token(lent).charAt(0) - 'A'], 30));
    }
  }

  @Test
  void tokensOfWhichNothingIsKnownTakeTurns() {
    assertThat(lend(6), is(Map.of("A", 2, "B", 2, "C", 2)));
  }

  @Test
  void theTokenWithTheMostLeftIsLent() {
    learn(10, 50, 20);

    assertThat(lend(30), is(Map.of("B", 30)));
  }

  @Test
  void whatIsLentIsTakenOffBeforeAnAnswerTellsSo() {
    learn(10, 30, 20);

    assertThat(lend(60), is(Map.of("A", 10, "B", 30, "C", 20)));
  }

  @Test
  void answersThatOvertakeEachOtherGiveNothingBack() {
    use(1);
    List<Credentials> lent = List.of(lend(), lend(), lend());
    lent.get(2).answered(left(7, 30));
    lent.get(0).answered(left(9, 30));
    lent.get(1).answered(left(8, 31));

    assertThat(lend(7), is(Map.of("A", 7)));
    requireWait();
  }

  @Test
  void aNewWindowGivesAllBack() {
    use(1);
    lend().answered(left(1, 30));
    clock.pass(Duration.ofSeconds(29));
    lend().answered(left(100, 61));

    assertThat(lend(100), is(Map.of("A", 100)));
  }

  @Test
  void whoComesWhenAllIsUsedUpWaitsForTheFirstReset() {
    for (int seconds : new int[] {30, 10, 20}) {
      lend().answered(left(0, seconds));
    }

    CompletableFuture<Credentials> credentials = authenticator.credentials();

    assertThat(credentials.isDone(), is(false));
    assertThat(waits.element().time(), is(Duration.ofSeconds(10)));
    clock.pass(Duration.ofSeconds(10));
    waits.remove().over().complete(null);
    assertThat(token(resultOf(credentials)), is("B"));
  }

  @Test
  void whoIsWokenTooEarlyWaitsAgain() {
    use(1);
    lend().answered(left(0, 30));
    CompletableFuture<Credentials> credentials = authenticator.credentials();

    clock.pass(Duration.ofSeconds(29));
    waits.remove().over().complete(null);

    assertThat(credentials.isDone(), is(false));
    assertThat(waits.element().time(), is(Duration.ofSeconds(1)));
  }

  @Test
  void aResetThatIsNotToldIsTakenToBeAMinuteAway() {
    use(1);
    lend().answered(answer(200, "x-ratelimit-remaining", "2"));

    assertThat(lend(2), is(Map.of("A", 2)));
    requireWait();
    assertThat(waits.element().time(), is(Duration.ofMinutes(1)));
  }

  @Test
  void aTokenThatIsToldToWaitIsUsedUpWhateverIsLeft() {
    use(1);
    lend()
        .answered(
            answer(
                429,
                "x-ratelimit-remaining",
                "40",
                "x-ratelimit-reset",
                "3600",
                "retry-after",
                "5"));

    requireWait();
    assertThat(waits.element().time(), is(Duration.ofSeconds(5)));
  }

  @Test
  void aRefusedTokenIsNotLentAgain() {
    Credentials first = lend();

    assertThat(first.refused(), is(true));
    assertThat("told twice", first.refused(), is(true));

    assertThat(lend(4), is(Map.of("B", 2, "C", 2)));
  }

  @Test
  void whenEachTokenIsRefusedSoIsEveryRequest() {
    assertThat(lend().refused(), is(true));
    assertThat(lend().refused(), is(true));
    assertThat(lend().refused(), is(false));

    WireException refusal = refusalOf(authenticator.credentials());

    assertThat(refusal.reason(), is(Reason.REFUSED));
    assertThat(refusal.detail(), is("The API has refused every one of the tokens"));
  }

  @Test
  void whoWaitsForATokenThatIsThenRefusedFails() {
    use(1);
    Credentials only = lend();
    only.answered(left(0, 30));
    CompletableFuture<Credentials> credentials = authenticator.credentials();

    only.refused();
    clock.pass(Duration.ofSeconds(30));
    waits.remove().over().complete(null);

    assertThat(refusalOf(credentials).reason(), is(Reason.REFUSED));
  }

  @Test
  void noWindowIsOverdrawnWhenAnswersTellTheTruth() {
    Random random = new Random(42);
    Map<String, Integer> left = new TreeMap<>(Map.of("A", 40, "B", 25, "C", 10));
    // Each token has told of itself before.
    learn(40, 25, 10);
    List<Runnable> answers = new ArrayList<>();
    int taken = 0;

    while (taken < 75) {
      if (answers.isEmpty() || random.nextInt(3) > 0) {
        Credentials lent = lend();
        int remaining = left.merge(token(lent), -1, Integer::sum);
        assertThat(left.toString(), remaining >= 0, is(true));
        answers.add(() -> lent.answered(left(remaining, 29 + random.nextInt(2))));
        taken++;
      } else {
        answers.remove(random.nextInt(answers.size())).run();
      }
    }

    assertThat(left, is(Map.of("A", 0, "B", 0, "C", 0)));
    requireWait();
  }

  @Test
  void byDefaultTimePassesByItself() {
    RotatingAuthenticator real =
        new RotatingAuthenticator(
            (RotatingAuth) Auth.rotating(secrets.subList(0, 1)), java.time.Clock.systemUTC());
    resultOf(real.credentials())
        .answered(answer(200, "x-ratelimit-remaining", "0", "x-ratelimit-reset", "0.05"));

    assertThat(token(resultOf(real.credentials())), is("A"));
  }

  @Test
  void tokensMustBeSomeAndDifferent() {
    Secret one = Secret.of("env:A");

    assertThrows(IllegalArgumentException.class, () -> Auth.rotating(List.of()));
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> Auth.rotating(List.of(one, one)));
    assertThat(refusal.getMessage(), containsString("bearerTokens"));
  }

  @Test
  void noTokenIsPrinted() {
    assertThat(Auth.rotating(secrets).toString(), containsString(secrets.get(2).reference()));
    assertThat(lend().toString(), is("credentials"));
    assertThat(lend().applyTo(request("https://h/a")).toString(), not(containsString("Bearer")));
  }
}
