package dev.headrace.io.http.auth;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.http.policy.RetryAfter;
import dev.headrace.io.http.wire.Wire;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks for tokens, again where trouble may pass. */
final class TokenEndpoint {
  private static final int MAX_ATTEMPTS = 4;
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration BY_BACKOFF = Duration.ofNanos(-1);

  private final OAuth2 auth;
  private final Wire wire;
  private final Clock clock;
  private final FailsafeExecutor<TokenAnswer> failsafe;

  TokenEndpoint(OAuth2 auth, Wire wire, Clock clock) {
    this(auth, wire, clock, FIRST_DELAY);
  }

  TokenEndpoint(OAuth2 auth, Wire wire, Clock clock, Duration firstDelay) {
    this.auth = auth;
    this.wire = wire;
    this.clock = clock;
    this.failsafe =
        Failsafe.with(
            RetryPolicy.<TokenAnswer>builder()
                .handleIf(failure -> mayPass(causeOf(failure)))
                .withMaxAttempts(MAX_ATTEMPTS)
                .withBackoff(firstDelay, firstDelay.multipliedBy(8))
                .withJitter(0.5)
                .withDelayFn(this::delay)
                .build());
  }

  /**
   * Asks for a token. The secrets are read for each asking.
   *
   * @param refreshToken one that the endpoint gave before; null to begin with the secret's
   * @return a failure as {@link Wire#send} has it
   */
  CompletableFuture<TokenAnswer> ask(@Nullable String refreshToken) {
    CompletableFuture<@Nullable String> client = read(auth.clientSecret());
    CompletableFuture<@Nullable String> refresh =
        refreshToken == null
            ? read(auth.refreshToken())
            : CompletableFuture.completedFuture(refreshToken);
    return client
        .thenCombine(refresh, (secret, token) -> TokenRequest.of(auth, secret, token))
        .thenCompose(request -> failsafe.getStageAsync(() -> attempt(request)));
  }

  /** Whether asking again some time later may end in another way. */
  static boolean mayPass(@Nullable Throwable failure) {
    return failure instanceof IOException || failure instanceof TimeoutException;
  }

  static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private CompletableFuture<TokenAnswer> attempt(WireRequest request) {
    Instant askedAt = clock.instant();
    return wire.send(request, TIMEOUT).thenApply(response -> read(response, askedAt));
  }

  private static TokenAnswer read(WireResponse response, Instant askedAt) {
    try {
      return TokenAnswer.read(response, askedAt);
    } catch (IOException | WireException e) {
      throw new CompletionException(e);
    }
  }

  private Duration delay(ExecutionContext<TokenAnswer> tried) {
    Throwable failure = tried.getLastException();
    if (failure == null
        || !(causeOf(failure) instanceof TokenAnswer.UnavailableException unavailable)
        || unavailable.retryAfter() == null) {
      return BY_BACKOFF;
    }
    return RetryAfter.parse(unavailable.retryAfter(), clock)
        .map(asked -> asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT)
        .orElse(BY_BACKOFF);
  }

  private static CompletableFuture<@Nullable String> read(@Nullable Secret secret) {
    return secret == null
        ? CompletableFuture.completedFuture(null)
        : SecretValues.read(secret).thenApply(value -> value);
  }
}
