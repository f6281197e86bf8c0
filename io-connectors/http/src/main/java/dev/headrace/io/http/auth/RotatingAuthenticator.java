package dev.headrace.io.http.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.headrace.io.http.policy.RetryAfter;
import dev.headrace.io.http.wire.RateLimitHeaders;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.secrets.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Lends the token with the most left of its quota. */
final class RotatingAuthenticator implements Authenticator {
  private static final int TOO_MANY_REQUESTS = 429;

  private final Clock clock;
  private final Function<Duration, CompletableFuture<Void>> waiting;

  /** Those not refused; the one lent last is the last. */
  @GuardedBy("itself")
  private final List<Lent> tokens = new ArrayList<>();

  RotatingAuthenticator(RotatingAuth auth, Clock clock) {
    this(auth, clock, RotatingAuthenticator::pass);
  }

  /**
   * @param waiting gives a future that is complete once the time has passed
   */
  RotatingAuthenticator(
      RotatingAuth auth, Clock clock, Function<Duration, CompletableFuture<Void>> waiting) {
    this.clock = clock;
    this.waiting = waiting;
    auth.tokens().forEach(secret -> tokens.add(new Lent(secret)));
  }

  @Override
  public CompletableFuture<Credentials> credentials() {
    Duration wait;
    synchronized (tokens) {
      Instant now = clock.instant();
      Lent best = null;
      for (Lent token : tokens) {
        if (best == null || token.quota.remaining(now) > best.quota.remaining(now)) {
          best = token;
        }
      }
      if (best == null) {
        return CompletableFuture.failedFuture(
            new WireException(Reason.REFUSED, "The API has refused every one of the tokens"));
      }
      if (best.quota.remaining(now) > 0) {
        best.quota.reserve(now);
        // Among equals it is the turn of the others.
        tokens.remove(best);
        tokens.add(best);
        return best.read();
      }
      wait =
          tokens.stream()
              .map(token -> token.quota.untilReset(now))
              .min(Duration::compareTo)
              .orElseThrow();
    }
    return waiting.apply(wait).thenCompose(passed -> credentials());
  }

  private static CompletableFuture<Void> pass(Duration wait) {
    // Rounded up, not to be there just before the reset.
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(wait.toMillis() + 1, TimeUnit.MILLISECONDS));
  }

  /** One of the tokens. */
  private final class Lent {
    private final Secret secret;
    private final Quota quota = new Quota();

    Lent(Secret secret) {
      this.secret = secret;
    }

    CompletableFuture<Credentials> read() {
      return SecretValues.readToken(secret).thenApply(value -> new Bearer(this, value));
    }

    void answered(WireResponse response) {
      RateLimitHeaders told = RateLimitHeaders.of(response, clock);
      synchronized (tokens) {
        Instant now = clock.instant();
        if (response.status() == TOO_MANY_REQUESTS) {
          quota.useUp(retryAfter(response).orElse(told.reset()), now);
        } else {
          quota.learn(told, now);
        }
      }
    }

    boolean refused() {
      synchronized (tokens) {
        tokens.remove(this);
        return !tokens.isEmpty();
      }
    }

    private Optional<Duration> retryAfter(WireResponse response) {
      return response.header("retry-after").flatMap(header -> RetryAfter.parse(header, clock));
    }
  }

  /** A token's value for one request. */
  private record Bearer(Lent token, String value) implements Credentials {

    @Override
    public WireRequest applyTo(WireRequest request) {
      return request.withHeader("Authorization", "Bearer " + value);
    }

    @Override
    public void answered(WireResponse response) {
      token.answered(response);
    }

    @Override
    public boolean refused() {
      return token.refused();
    }

    @Override
    public String toString() {
      return "credentials";
    }
  }
}
