package dev.headrace.io.http.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.headrace.io.http.wire.WireException;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One token for all threads. Whoever comes while it is fetched waits for the same answer. A token
 * that is due to be renewed serves on while the endpoint has trouble, for as long as it lives.
 */
final class OAuth2Authenticator implements Authenticator {
  // Requests come by the thousand, and would each ask an endpoint that has just said no.
  private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final TokenEndpoint endpoint;
  private final Clock clock;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private @Nullable Held current;

  @GuardedBy("lock")
  private @Nullable CompletableFuture<Held> renewal;

  @GuardedBy("lock")
  private @Nullable String refreshToken;

  @GuardedBy("lock")
  private @Nullable Failed failed;

  @GuardedBy("lock")
  private boolean refusedFresh;

  /** A renewal that failed. */
  private record Failed(Throwable failure, Instant restUntil) {}

  OAuth2Authenticator(TokenEndpoint endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Credentials> credentials() {
    CompletableFuture<Held> renewing;
    String refresh;
    synchronized (lock) {
      Instant now = clock.instant();
      boolean resting = failed != null && now.isBefore(failed.restUntil);
      Held held = current;
      if (held != null && !held.token.isExpired(now) && (resting || !held.token.isDue(now))) {
        return CompletableFuture.completedFuture(held);
      }
      if (renewal != null) {
        return renewal.thenApply(renewed -> renewed);
      }
      if (failed != null && resting && failed.failure instanceof WireException) {
        return CompletableFuture.failedFuture(failed.failure);
      }
      renewing = new CompletableFuture<>();
      renewal = renewing;
      refresh = refreshToken;
    }
    renew(renewing, refresh);
    return renewing.thenApply(renewed -> renewed);
  }

  /** Outside of the lock, as is all that runs the callers' own code. */
  private void renew(CompletableFuture<Held> renewing, @Nullable String refresh) {
    CompletableFuture<TokenAnswer> asked;
    try {
      asked = endpoint.ask(refresh);
    } catch (RuntimeException e) {
      asked = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<?> unused =
        asked.handle(
            (answer, failure) -> {
              if (failure == null) {
                return renewing.complete(renewed(answer));
              }
              Throwable cause = TokenEndpoint.causeOf(failure);
              Held held = notRenewed(cause);
              return held == null ? renewing.completeExceptionally(cause) : renewing.complete(held);
            });
  }

  private Held renewed(TokenAnswer answer) {
    synchronized (lock) {
      Held held = new Held(answer.token());
      current = held;
      renewal = null;
      failed = null;
      if (answer.refreshToken() != null) {
        refreshToken = answer.refreshToken();
      }
      return held;
    }
  }

  /** The token to go on with; null if there is none. */
  private @Nullable Held notRenewed(Throwable failure) {
    synchronized (lock) {
      Instant now = clock.instant();
      renewal = null;
      boolean isRefused = failure instanceof WireException;
      if (!isRefused && !TokenEndpoint.mayPass(failure)) {
        return null;
      }
      failed = new Failed(failure, now.plus(REST_AFTER_FAILURE));
      if (isRefused) {
        // Where the secret is there may be a newer one.
        refreshToken = null;
      }
      Held held = current;
      return held != null && !held.token.isExpired(now) ? held : null;
    }
  }

  /** The token as it is handed out: the same for all that have it. */
  private final class Held implements Credentials {
    private final Token token;

    @GuardedBy("lock")
    private boolean accepted;

    Held(Token token) {
      this.token = token;
    }

    @Override
    public WireRequest applyTo(WireRequest request) {
      return request.withHeader("Authorization", "Bearer " + token.value());
    }

    @Override
    public void answered(WireResponse response) {
      if (response.status() < 400) {
        synchronized (lock) {
          accepted = true;
          if (current == this) {
            refusedFresh = false;
          }
        }
      }
    }

    /**
     * The first of all that are refused with this token drops it. A second new token refused in a
     * row is kept for a while: it is then not the token that is wrong.
     */
    @Override
    public boolean refused() {
      synchronized (lock) {
        if (current != this) {
          return true;
        }
        boolean fresh = !accepted && clock.instant().isBefore(token.obtainedAt().plus(FRESH));
        if (fresh && refusedFresh) {
          return false;
        }
        refusedFresh = fresh;
        current = null;
        return true;
      }
    }

    @Override
    public String toString() {
      return "credentials";
    }
  }
}
