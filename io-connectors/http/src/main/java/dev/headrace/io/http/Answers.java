package dev.headrace.io.http;

import dev.headrace.io.http.Outcome.Answered;
import dev.headrace.io.http.pages.Page;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.ErrorTable;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.io.http.policy.RetryAfter;
import dev.headrace.io.http.wire.RateLimitHeaders;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges what an attempt brought: an answer to be landed, or a failure and what follows from it.
 */
final class Answers {
  /** What gateways answer when nobody is behind them; 500 is often of one request alone. */
  private static final Set<Integer> SICK = Set.of(502, 503, 504);

  private final Paginator paginator;
  private final ErrorTable errors;
  private final Secrecy secrecy;
  private final Duration deadline;
  private final Clock clock;

  /**
   * What came of an attempt.
   *
   * @param sign what it says of the API
   * @param pause how long the API wants to be left alone
   * @param answered the answer, or null
   * @param failure why there is none, or null
   */
  record Judged(
      Gate.Sign sign, Duration pause, @Nullable Answered answered, @Nullable Throwable failure) {

    Answered answeredOrThrow() {
      if (answered == null) {
        throw new CompletionException(failure);
      }
      return answered;
    }
  }

  Answers(Paginator paginator, ErrorTable errors, Secrecy secrecy, Duration deadline, Clock clock) {
    this.paginator = paginator;
    this.errors = errors;
    this.secrecy = secrecy;
    this.deadline = deadline;
    this.clock = clock;
  }

  Judged judge(Tries tries, Exchange.@Nullable Answer answer, @Nullable Throwable failure) {
    Judged judged =
        answer != null
            ? judge(tries, answer)
            : judge(tries.request(), failure == null ? new IOException() : failure);
    if (judged.failure() instanceof FailedAttempt failed) {
      tries.failed(failed);
    }
    return judged;
  }

  private Judged judge(FetchRequest request, Throwable failure) {
    if (failure instanceof WireException refused) {
      return failed(
          Gate.Sign.WELL,
          new FailedAttempt(
              errors.judge(request, refused.reason()), refused.reason(), refused.detail()));
    }
    if (failure instanceof TimeoutException) {
      return sick(request, Reason.TIMEOUT, "The API did not answer in time");
    }
    if (failure instanceof IOException) {
      String kind = failure.getClass().getSimpleName();
      return sick(
          request, Reason.CONNECTION, "The connection could not be made or broke (" + kind + ")");
    }
    return new Judged(Gate.Sign.WELL, Duration.ZERO, null, failure);
  }

  private Judged sick(FetchRequest request, Reason reason, String detail) {
    return failed(Gate.Sign.SICK, new FailedAttempt(errors.judge(request, reason), reason, detail));
  }

  private static Judged failed(Gate.Sign sign, FailedAttempt failure) {
    return new Judged(sign, Duration.ZERO, null, failure);
  }

  private Judged judge(Tries tries, Exchange.Answer answer) {
    WireResponse response = answer.response();
    if (response.status() == 304 && tries.earlier().isPresent()) {
      return taken(tries, unchanged(response, tries.earlier().get()));
    }
    Optional<ErrorTable.Verdict> verdict = errors.judge(tries.request(), response);
    if (verdict.isEmpty()) {
      return taken(tries, response);
    }
    response.body().close();
    String detail = verdict.get().detail();
    return switch (verdict.get().action()) {
      case RETRY -> retry(response, detail);
      case REFRESH_AUTH -> {
        boolean others = answer.credentials().map(c -> c.refused()).orElse(false);
        ErrorAction action = others ? ErrorAction.REFRESH_AUTH : ErrorAction.FAIL;
        yield failed(Gate.Sign.WELL, new FailedAttempt(action, Reason.REFUSED, detail));
      }
      case FAIL, IGNORE, STOP ->
          failed(Gate.Sign.WELL, new FailedAttempt(verdict.get().action(), Reason.REFUSED, detail));
    };
  }

  /** What the API said to be the same lands again, as this run's own. */
  private static WireResponse unchanged(WireResponse response, RawResponse earlier) {
    response.body().close();
    Map<String, List<String>> headers = new TreeMap<>();
    earlier.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.putAll(response.headers());
    return new WireResponse(response.status(), headers, earlier.body());
  }

  private Judged taken(Tries tries, WireResponse wire) {
    FetchRequest request = tries.request();
    long now = clock.millis();
    RawResponse response =
        RawResponse.of(
            request,
            wire.status(),
            secrecy.kept(wire.headers()),
            wire.body(),
            tries.attempts(),
            now - tries.lastSentAt(),
            Instant.ofEpochMilli(now));
    try {
      Page page = secrecy.without(paginator.after(response));
      tries.chain().requireNew(request, page, wire.body().sha256());
      Duration left = exhausted(wire);
      Duration pause = left.compareTo(deadline) > 0 ? Duration.ZERO : left;
      return new Judged(Gate.Sign.WELL, pause, new Answered(response, page), null);
    } catch (BadRecordException e) {
      wire.body().close();
      return failed(
          Gate.Sign.WELL,
          new FailedAttempt(errors.judge(request, e.reason()), e.reason(), e.detail()));
    } catch (RuntimeException e) {
      wire.body().close();
      return new Judged(Gate.Sign.WELL, Duration.ZERO, null, e);
    }
  }

  private Judged retry(WireResponse response, String detail) {
    Optional<Duration> asked =
        response.header("retry-after").flatMap(header -> RetryAfter.parse(header, clock));
    Duration quota = exhausted(response);
    Duration wait = asked.orElse(quota);
    if (wait.compareTo(deadline) > 0) {
      // No request will fare better before a quota begins anew; the run can be started again then.
      ErrorAction action = asked.isPresent() ? ErrorAction.FAIL : ErrorAction.STOP;
      return failed(
          Gate.Sign.TOO_MUCH,
          new FailedAttempt(
              action,
              Reason.UNAVAILABLE,
              "%s and asked to wait %d s, longer than the deadline of %d s"
                  .formatted(detail, wait.toSeconds(), deadline.toSeconds())));
    }
    boolean tooMuch = response.status() == 429 || !wait.isZero();
    boolean sick = SICK.contains(response.status());
    Gate.Sign sign = tooMuch ? Gate.Sign.TOO_MUCH : sick ? Gate.Sign.SICK : Gate.Sign.FAILED;
    return new Judged(
        sign, wait, null, new FailedAttempt(ErrorAction.RETRY, Reason.UNAVAILABLE, detail, wait));
  }

  /** How long a quota lasts of which nothing is left; none if something is, or it is not told. */
  private Duration exhausted(WireResponse response) {
    RateLimitHeaders limit = RateLimitHeaders.of(response, clock);
    Duration reset = limit.reset();
    return limit.isUsedUp() && reset != null ? reset : Duration.ZERO;
  }
}
