package dev.headrace.io.http;

import dev.headrace.io.http.auth.Authenticator;
import dev.headrace.io.http.auth.Credentials;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.wire.Wire;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * One attempt: the request with its credentials, and wherever redirects lead from there.
 * Credentials are for the API's own origin, and go to no other.
 */
final class Exchange {
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> KEEP_METHOD = Set.of(307, 308);

  private final Wire wire;
  private final Authenticator authenticator;
  private final Secrecy secrecy;
  private final URI baseUrl;
  private final Duration timeout;

  /**
   * An answer, and the credentials it was asked for with.
   *
   * @param credentials empty if it came from another origin
   */
  record Answer(WireResponse response, Optional<Credentials> credentials) {}

  Exchange(Wire wire, Authenticator authenticator, Secrecy secrecy, URI baseUrl, Duration timeout) {
    this.wire = wire;
    this.authenticator = authenticator;
    this.secrecy = secrecy;
    this.baseUrl = baseUrl;
    this.timeout = timeout;
  }

  /**
   * Sends the request.
   *
   * @param sending is told of every request that is sent, before it is
   */
  CompletableFuture<Answer> send(WireRequest request, Runnable sending) {
    long endsAt = System.nanoTime() + timeout.toNanos();
    return authenticator
        .credentials()
        .thenCompose(credentials -> hop(request, credentials, sending, endsAt, 0));
  }

  private CompletableFuture<Answer> hop(
      WireRequest request, Credentials credentials, Runnable sending, long endsAt, int redirects) {
    long left = endsAt - System.nanoTime();
    if (left <= 0) {
      return CompletableFuture.failedFuture(new TimeoutException());
    }
    boolean own = HttpRequests.sameOrigin(request.uri(), baseUrl);
    sending.run();
    return wire.send(own ? credentials.applyTo(request) : request, Duration.ofNanos(left))
        .thenCompose(
            response -> {
              if (own) {
                credentials.answered(response);
              }
              Optional<String> location = response.header("location");
              if (!REDIRECTS.contains(response.status()) || location.isEmpty()) {
                return CompletableFuture.completedFuture(
                    new Answer(response, own ? Optional.of(credentials) : Optional.empty()));
              }
              response.body().close();
              // An API that moves may repeat the key of the query it was asked with.
              String target = secrecy.without(location.get());
              WireRequest next = redirected(request, response.status(), target, redirects);
              return hop(next, credentials, sending, endsAt, redirects + 1);
            });
  }

  /** By https://www.rfc-editor.org/rfc/rfc9110#section-15.4. */
  private static WireRequest redirected(
      WireRequest request, int status, String location, int redirects) {
    try {
      if (redirects >= MOST_REDIRECTS) {
        throw new FailedAttempt(
            ErrorAction.FAIL,
            Reason.REFUSED,
            "The API redirected more than " + MOST_REDIRECTS + " times");
      }
      URI target = HttpRequests.resolve(location, request.uri());
      boolean keeps =
          KEEP_METHOD.contains(status)
              || request.method().equals("GET")
              || request.method().equals("HEAD");
      return keeps
          ? request.withUri(target)
          : new WireRequest("GET", target, request.headers(), null);
    } catch (FailedAttempt e) {
      throw new CompletionException(e);
    }
  }
}
