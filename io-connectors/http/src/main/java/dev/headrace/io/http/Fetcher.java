package dev.headrace.io.http;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.http.Outcome.Abandoned;
import dev.headrace.io.http.Outcome.Answered;
import dev.headrace.io.http.Outcome.Ignored;
import dev.headrace.io.http.Outcome.Stopped;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests until they are answered or given up. Never blocks; an outcome is told on a thread
 * of the executor.
 */
final class Fetcher implements AutoCloseable {
  private final URI baseUrl;
  private final Exchange exchange;
  private final Answers answers;
  private final Gate gate;
  private final Retries retries;
  private final Executor executor;
  private final Clock clock;
  private final FailsafeExecutor<Answered> failsafe;
  private volatile boolean closed;

  Fetcher(
      URI baseUrl,
      Exchange exchange,
      Answers answers,
      Gate gate,
      Retries retries,
      Executor executor,
      Clock clock) {
    this.baseUrl = baseUrl;
    this.exchange = exchange;
    this.answers = answers;
    this.gate = gate;
    this.retries = retries;
    this.executor = executor;
    this.clock = clock;
    this.failsafe =
        Failsafe.with(
            RetryPolicy.<Answered>builder()
                .handleIf(Fetcher::isRetryable)
                .withMaxAttempts(retries.maxAttempts())
                .withDelayFn(this::delay)
                .build());
  }

  private static boolean isRetryable(Throwable failure) {
    return causeOf(failure) instanceof FailedAttempt failed
        && (failed.action() == ErrorAction.RETRY || failed.action() == ErrorAction.REFRESH_AUTH);
  }

  /** The tries of a request that is not sent yet. */
  Tries tries(
      FetchRequest request,
      Chain chain,
      int attemptsBefore,
      Optional<RawResponse> earlier,
      Announcer announcer) {
    return new Tries(request, chain, attemptsBefore, earlier, announcer, clock);
  }

  /** The time, by the clock that tells when answers came. */
  Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** Sends the request; fails only by a bug. */
  CompletableFuture<Outcome> fetch(Tries tries) {
    return failsafe
        .getStageAsync(() -> attempt(tries))
        .handle((answered, failure) -> failure == null ? answered : outcomeOf(tries, failure));
  }

  /** Sends nothing more: what is still waiting for its turn or its retry is abandoned. */
  @Override
  public void close() {
    closed = true;
    gate.close();
  }

  private CompletionStage<Answered> attempt(Tries tries) {
    WireRequest http;
    try {
      http = HttpRequests.of(tries.request(), tries.earlier(), baseUrl);
    } catch (FailedAttempt e) {
      tries.failed(e);
      return CompletableFuture.failedFuture(e);
    }
    FailedAttempt last = tries.lastFailure();
    if (last != null && tries.isLaterThan(retries.deadline())) {
      return CompletableFuture.failedFuture(last.forGood());
    }
    return gate.enter(last == null ? Gate.Turn.FIRST : Gate.Turn.RETRY)
        .thenComposeAsync(
            pass -> {
              tries.enter(pass);
              return sent(tries, http);
            },
            executor);
  }

  /** Once the gate has let the request out, it must be told what came of it, whatever that is. */
  private CompletionStage<Answered> sent(Tries tries, WireRequest http) {
    FailedAttempt last = tries.lastFailure();
    if (closed || (last != null && tries.isLaterThan(retries.deadline()))) {
      tries.leave(Gate.Sign.SICK, Duration.ZERO);
      return CompletableFuture.failedFuture(
          last == null || closed
              ? new CancellationException("The fetcher is closed")
              : last.forGood());
    }
    return exchange
        .send(http, tries)
        .handleAsync(
            (answer, failure) -> {
              Answers.Judged judged = answers.judge(tries, answer, causeOf(failure));
              tries.leave(judged.sign(), judged.pause());
              if (judged.answered() == null) {
                tries.over();
              }
              return judged.answeredOrThrow();
            },
            executor);
  }

  private Outcome outcomeOf(Tries tries, Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof CancellationException) {
      return new Abandoned(tries.request(), tries.attempts());
    }
    if (!(cause instanceof FailedAttempt failed)) {
      throw new CompletionException(failure);
    }
    return switch (failed.action()) {
      case IGNORE -> new Ignored(tries.request(), tries.attempts());
      case STOP -> new Stopped(tries.request(), failed.detail(), tries.attempts());
      case RETRY, REFRESH_AUTH, FAIL -> tries.giveUp(failed);
    };
  }

  private Duration delay(ExecutionContext<Answered> tried) {
    if (closed || !(causeOf(tried.getLastException()) instanceof FailedAttempt failed)) {
      return Duration.ZERO;
    }
    if (failed.action() == ErrorAction.REFRESH_AUTH) {
      return Duration.ZERO;
    }
    int doublings = Math.min(tried.getAttemptCount() - 1, 30);
    Duration grown = retries.firstDelay().multipliedBy(1L << Math.max(doublings, 0));
    Duration most = grown.compareTo(retries.maxDelay()) < 0 ? grown : retries.maxDelay();
    Duration own = part(most);
    Duration asked = failed.waitAsked();
    return asked.isZero() || own.compareTo(asked) > 0
        ? own
        : asked.plus(part(retries.firstDelay()));
  }

  private static Duration part(Duration whole) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole.toMillis() + 1));
  }

  private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : failure.getCause();
    return failure instanceof CompletionException && cause != null ? causeOf(cause) : failure;
  }
}
