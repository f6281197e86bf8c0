package dev.headrace.io.http;

import dev.headrace.io.http.auth.Authenticator;
import dev.headrace.io.http.auth.Credentials;
import dev.headrace.io.http.policy.ErrorAction;
import dev.headrace.io.http.policy.Gate;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.http.wire.Wire;
import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;
import dev.headrace.transforms.failures.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
  private final Gate gate;
  private final Secrecy secrecy;
  private final URI baseUrl;
  private final Retries retries;
  private final Executor executor;

  /**
   * An answer, and the credentials it was asked for with.
   *
   * @param credentials empty if it came from another origin
   */
  record Answer(WireResponse response, Optional<Credentials> credentials) {}

  /** A request on its way: what it is sent with, how much time it has left, where it was before. */
  private record Hop(WireRequest request, Credentials credentials, long leftNanos, int redirects) {}

  Exchange(
      Wire wire,
      Authenticator authenticator,
      Gate gate,
      Secrecy secrecy,
      URI baseUrl,
      Retries retries,
      Executor executor) {
    this.wire = wire;
    this.authenticator = authenticator;
    this.gate = gate;
    this.secrecy = secrecy;
    this.baseUrl = baseUrl;
    this.retries = retries;
    this.executor = executor;
  }

  /**
   * Sends the request.
   *
   * @param tries is told of every request that is sent
   */
  CompletableFuture<Answer> send(WireRequest request, Tries tries) {
    long nanos = retries.attemptTimeout().toNanos();
    return credentials()
        .thenCompose(credentials -> hop(new Hop(request, credentials, nanos, 0), tries));
  }

  /** All tokens may be used up for longer than anybody wants to wait. */
  private CompletableFuture<Credentials> credentials() {
    Duration deadline = retries.deadline();
    return authenticator
        .credentials()
        .copy()
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException
                        ? new FailedAttempt(
                            ErrorAction.FAIL,
                            Reason.UNAVAILABLE,
                            "No credentials could be had within the deadline of %d s"
                                .formatted(deadline.toSeconds()))
                        : failure));
  }

  private CompletableFuture<Answer> hop(Hop hop, Tries tries) {
    if (hop.leftNanos() <= 0) {
      return CompletableFuture.failedFuture(new TimeoutException());
    }
    CompletableFuture<Void> announced = tries.announced();
    return announced.isDone()
        ? announced.thenCompose(now -> sent(hop, tries))
        : announced.thenComposeAsync(now -> sent(hop, tries), executor);
  }

  private CompletableFuture<Answer> sent(Hop hop, Tries tries) {
    if (!tries.send()) {
      return CompletableFuture.failedFuture(new CancellationException("The fetch is broken off"));
    }
    long sentAt = System.nanoTime();
    boolean own = HttpRequests.sameOrigin(hop.request().uri(), baseUrl);
    WireRequest sent = own ? hop.credentials().applyTo(hop.request()) : hop.request();
    return wire.send(sent, Duration.ofNanos(hop.leftNanos()), tries::written)
        .thenCompose(
            response -> {
              if (own) {
                hop.credentials().answered(response);
              }
              Optional<String> location = response.header("location");
              if (!REDIRECTS.contains(response.status()) || location.isEmpty()) {
                return CompletableFuture.completedFuture(
                    new Answer(response, own ? Optional.of(hop.credentials()) : Optional.empty()));
              }
              response.body().close();
              long left = hop.leftNanos() - (System.nanoTime() - sentAt);
              return follow(hop, response.status(), location.get(), left, tries);
            });
  }

  /** A redirected request has to wait for its turn, too; but not at the end of the queue. */
  private CompletableFuture<Answer> follow(
      Hop hop, int status, String location, long leftNanos, Tries tries) {
    WireRequest next = redirected(hop, status, location);
    tries.leave(Gate.Sign.WELL, Duration.ZERO);
    return gate.enter(Gate.Turn.REDIRECTED)
        .thenComposeAsync(
            pass -> {
              tries.enter(pass);
              return hop(new Hop(next, hop.credentials(), leftNanos, hop.redirects() + 1), tries);
            },
            executor);
  }

  /** By https://www.rfc-editor.org/rfc/rfc9110#section-15.4. */
  private WireRequest redirected(Hop hop, int status, String location) {
    WireRequest request = hop.request();
    try {
      if (hop.redirects() >= MOST_REDIRECTS) {
        throw new FailedAttempt(
            ErrorAction.FAIL,
            Reason.REFUSED,
            "The API redirected more than " + MOST_REDIRECTS + " times");
      }
      // An API that moves may repeat the key of the query it was asked with.
      URI target = HttpRequests.resolve(secrecy.without(location), request.uri());
      return becomesGet(request.method(), status)
          ? new WireRequest("GET", target, withoutContent(request.headers()), null)
          : request.withUri(target);
    } catch (FailedAttempt e) {
      throw new CompletionException(e);
    }
  }

  private static boolean becomesGet(String method, int status) {
    return switch (method) {
      case "GET", "HEAD" -> false;
      case "POST" -> !KEEP_METHOD.contains(status);
      default -> status == 303;
    };
  }

  private static Map<String, String> withoutContent(Map<String, String> headers) {
    Map<String, String> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    others.putAll(headers);
    others.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"));
    return others;
  }
}
