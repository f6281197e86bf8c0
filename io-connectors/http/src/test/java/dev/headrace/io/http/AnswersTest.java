package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.io.http.auth.Credentials;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.http.policy.Gate.Sign;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of an attempt, with a deadline of a minute. */
class AnswersTest {
  private static final FetchRequest REQUEST = FetchRequest.get("source", "resource", "/items");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-06-01T10:00:00Z"), ZoneOffset.UTC);

  private final AtomicInteger closed = new AtomicInteger();
  private final Tries tries = tries(Optional.empty());

  private record Token(boolean refused) implements Credentials {
    @Override
    public WireRequest applyTo(WireRequest request) {
      return request;
    }

    @Override
    public void answered(WireResponse response) {}
  }

  private static Tries tries(Optional<RawResponse> earlier) {
    return new Tries(
        REQUEST, new Chain(REQUEST), 0, earlier, new Announcer(requests -> {}, 1), CLOCK);
  }

  private static Answers answers(Paginator paginator) {
    Secrecy open = new Secrecy(Set.of(), Set.of());
    return new Answers(paginator, ErrorTable.defaults(), open, Duration.ofMinutes(1), CLOCK);
  }

  private static final Answers ANSWERS = answers(Paginator.singlePage());

  /** An answer with headers, each a name and its value. */
  private Exchange.Answer answer(int status, String... headers) {
    Map<String, List<String>> byName = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      byName.put(headers[i], List.of(headers[i + 1]));
    }
    Body body = new WatchedBody(Body.of("now".getBytes(UTF_8)), closed::incrementAndGet);
    return new Exchange.Answer(new WireResponse(status, byName, body), Optional.empty());
  }

  private Answers.Judged judged(int status, String... headers) {
    return ANSWERS.judge(tries, answer(status, headers), null);
  }

  private static FailedAttempt failureOf(Answers.Judged judged) {
    return assertInstanceOf(FailedAttempt.class, judged.failure());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new TimeoutException(), Sign.SICK, Reason.TIMEOUT, ErrorAction.RETRY),
        arguments(new ConnectException(), Sign.SICK, Reason.CONNECTION, ErrorAction.RETRY),
        arguments(
            new WireException(Reason.MALFORMED, "no gzip"),
            Sign.WELL,
            Reason.MALFORMED,
            ErrorAction.RETRY),
        arguments(
            new WireException(Reason.TOO_LARGE, "too large"),
            Sign.WELL,
            Reason.TOO_LARGE,
            ErrorAction.FAIL));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void onlyAConnectionOrATimeoutSaysThatTheApiIsSick(
      Exception failure, Sign sign, Reason reason, ErrorAction action) {
    Answers.Judged judged = ANSWERS.judge(tries, null, failure);

    assertThat(judged.sign(), is(sign));
    assertThat(failureOf(judged).reason(), is(reason));
    assertThat(failureOf(judged).action(), is(action));
    assertThat(tries.lastFailure(), is(sameInstance(judged.failure())));
  }

  @ParameterizedTest
  @CsvSource({
    "200, WELL, 0",
    "401, WELL, 1",
    "404, WELL, 1",
    "408, FAILED, 1",
    "429, TOO_MUCH, 1",
    "500, FAILED, 1",
    "502, SICK, 1",
    "503, SICK, 1",
    "504, SICK, 1",
  })
  void aStatusIsASignAndAnAnswerThatIsNotTakenIsClosed(int status, Sign sign, int closes) {
    Answers.Judged judged = judged(status);

    assertThat(judged.sign(), is(sign));
    assertThat(judged.pause(), is(Duration.ZERO));
    assertThat(closed.get(), is(closes));
  }

  @ParameterizedTest
  @CsvSource({
    "503, retry-after, 60, TOO_MUCH, RETRY, 60",
    "503, retry-after, 61, TOO_MUCH, FAIL, 0",
    "503, retry-after, soon, SICK, RETRY, 0",
    "503, retry-after, 0, SICK, RETRY, 0",
    "429, x-ratelimit-reset-after, 60, TOO_MUCH, RETRY, 60",
    "429, x-ratelimit-reset-after, 61, TOO_MUCH, STOP, 0",
  })
  void aWaitIsWaitedAsLongAsTheDeadlineAndAQuotaThatTakesLongerStopsTheRun(
      int status, String header, String wait, Sign sign, ErrorAction action, int pause) {
    Answers.Judged judged = judged(status, header, wait, "x-ratelimit-remaining", "0");

    assertThat(judged.sign(), is(sign));
    assertThat(failureOf(judged).action(), is(action));
    assertThat(judged.pause(), is(Duration.ofSeconds(pause)));
    assertThat(failureOf(judged).waitAsked(), is(Duration.ofSeconds(pause)));
  }

  @Test
  void aWaitThatIsAskedForComesBeforeAQuota() {
    Answers.Judged judged =
        judged(
            429, "retry-after", "2", "x-ratelimit-remaining", "0", "x-ratelimit-reset-after", "90");

    assertThat(judged.pause(), is(Duration.ofSeconds(2)));
    assertThat(failureOf(judged).action(), is(ErrorAction.RETRY));
  }

  @ParameterizedTest
  @CsvSource({"0, 60, 60", "0, 61, 0", "1, 60, 0"})
  void anAnswerThatUsesUpAQuotaLandsAndTheOthersWait(String remaining, String reset, int pause) {
    Answers.Judged judged =
        judged(200, "x-ratelimit-remaining", remaining, "x-ratelimit-reset-after", reset);

    assertThat(judged.answeredOrThrow().response().status(), is(200));
    assertThat(judged.pause(), is(Duration.ofSeconds(pause)));
  }

  static Stream<Arguments> credentials() {
    return Stream.of(
        arguments(Optional.of(new Token(true)), ErrorAction.REFRESH_AUTH),
        arguments(Optional.of(new Token(false)), ErrorAction.FAIL),
        arguments(Optional.empty(), ErrorAction.FAIL));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void aRefusalIsSentAgainIfThereMayBeOtherCredentials(
      Optional<Credentials> credentials, ErrorAction action) {
    Exchange.Answer answer = new Exchange.Answer(answer(401).response(), credentials);

    assertThat(failureOf(ANSWERS.judge(tries, answer, null)).action(), is(action));
  }

  @Test
  void whatHasNotChangedHasTheBodyOfThenAndTheHeadersOfNow() throws IOException {
    Map<String, String> headers = Map.of("etag", "then", "x-own", "then");
    Body then = Body.of("then".getBytes(UTF_8));
    RawResponse earlier =
        RawResponse.of(REQUEST, 200, headers, then, 1, 1, org.joda.time.Instant.EPOCH);
    Tries again = tries(Optional.of(earlier));

    RawResponse response =
        ANSWERS.judge(again, answer(304, "etag", "now"), null).answeredOrThrow().response();

    assertThat(new String(response.body().bytes(), UTF_8), is("then"));
    assertThat(response.headers(), is(Map.of("etag", "now", "x-own", "then")));
    assertThat(response.status(), is(304));
    assertThat(closed.get(), is(1));
  }

  @Test
  void nothingChangedForNobodyIsARefusal() {
    FailedAttempt failure = failureOf(judged(304));
    assertThat(failure.action(), is(ErrorAction.FAIL));
    assertThat(failure.detail(), containsString("304"));
  }

  @Test
  void aBugIsNoFailureOfTheApi() {
    RuntimeException bug = new IllegalStateException("bug");
    Paginator broken =
        response -> {
          throw bug;
        };

    Answers.Judged judged = answers(broken).judge(tries, answer(200), null);

    assertThat(judged.failure(), is(sameInstance(bug)));
    assertThat(judged.sign(), is(Sign.WELL));
    assertThat(closed.get(), is(1));
  }
}
