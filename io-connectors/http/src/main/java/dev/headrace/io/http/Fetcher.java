package dev.headrace.io.http;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.headrace.io.http.Outcome.Answered;
import dev.headrace.io.http.Outcome.GivenUp;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.RawResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.joda.time.Instant;

/**
 * Sends requests until they are answered or given up. Never blocks; an outcome is told on a thread
 * of the client.
 */
final class Fetcher implements AutoCloseable {
  /** One per JVM: it keeps the connections alive between bundles. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          // A redirect could take headers to another host.
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final Set<String> KEPT_HEADERS =
      Set.of("content-encoding", "content-type", "date", "etag", "last-modified", "link");

  private final URI baseUrl;
  private final Retries retries;
  private final Paginator paginator;
  private final int maxBodyBytes;
  private final Failures failures;
  private final Clock clock;
  private final FailsafeExecutor<Answered> failsafe;
  private volatile boolean closed;

  Fetcher(URI baseUrl, Retries retries, Paginator paginator, int maxBodyBytes, Clock clock) {
    this.baseUrl = baseUrl;
    this.retries = retries;
    this.paginator = paginator;
    this.maxBodyBytes = maxBodyBytes;
    this.clock = clock;
    this.failures = new Failures(retries.deadline(), maxBodyBytes, clock);
    this.failsafe =
        Failsafe.with(
            RetryPolicy.<Answered>builder()
                .handleIf(e -> causeOf(e) instanceof FailedAttempt failed && failed.isRetryable())
                .withMaxAttempts(retries.maxAttempts())
                .withMaxDuration(retries.deadline())
                .withDelayFn(this::delay)
                .build());
  }

  /** Sends the request; fails only by a bug. */
  CompletableFuture<Outcome> fetch(FetchRequest request) {
    Tries tries = new Tries();
    return failsafe
        .getStageAsync(() -> attempt(request, tries))
        .handle((answered, failure) -> failure == null ? answered : tries.giveUp(request, failure));
  }

  /** Sends nothing more: what is still waiting for its turn or its retry is given up. */
  @Override
  public void close() {
    closed = true;
  }

  private CompletionStage<Answered> attempt(FetchRequest request, Tries tries) {
    HttpRequest http;
    try {
      http = HttpRequests.of(request, baseUrl);
    } catch (IllegalArgumentException e) {
      tries.begin();
      return CompletableFuture.failedFuture(tries.noteFailure(failures.ofRequest(e)));
    }
    if (closed) {
      return CompletableFuture.failedFuture(new CancellationException("The fetcher is closed"));
    }
    long sentAt = tries.begin();
    return exchange(http)
        .handle(
            (response, failure) -> {
              try {
                if (failure != null) {
                  throw failures.ofExchange(causeOf(failure));
                }
                failures.requireSuccess(response);
                return answered(request, response, tries.count, sentAt);
              } catch (FailedAttempt e) {
                throw new CompletionException(tries.noteFailure(e));
              }
            });
  }

  /** The client's own timeout ends with the headers, and would wait for a body for ever. */
  private CompletableFuture<HttpResponse<byte[]>> exchange(HttpRequest http) {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        CLIENT.sendAsync(http, info -> new LimitedBody(maxBodyBytes));
    return exchange
        .copy()
        .orTimeout(retries.attemptTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((response, failure) -> exchange.cancel(true));
  }

  private Answered answered(
      FetchRequest request, HttpResponse<byte[]> http, int attempts, long sentAt)
      throws FailedAttempt {
    Map<String, String> headers = new TreeMap<>();
    for (String name : KEPT_HEADERS) {
      http.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
    }
    long now = clock.millis();
    RawResponse response =
        RawResponse.of(
            request,
            http.statusCode(),
            headers,
            Body.of(http.body()),
            attempts,
            now - sentAt,
            Instant.ofEpochMilli(now));
    try {
      return new Answered(response, paginator.after(response).next());
    } catch (BadRecordException e) {
      throw FailedAttempt.retryable(e.reason(), e.detail());
    }
  }

  private Duration delay(ExecutionContext<Answered> tried) {
    int doublings = Math.min(tried.getAttemptCount() - 1, 30);
    Duration grown = retries.firstDelay().multipliedBy(1L << Math.max(doublings, 0));
    Duration most = grown.compareTo(retries.maxDelay()) < 0 ? grown : retries.maxDelay();
    Duration asked =
        causeOf(tried.getLastException()) instanceof FailedAttempt failed
            ? failed.retryAfter().orElse(Duration.ZERO)
            : Duration.ZERO;
    Duration own = part(most);
    return asked.isZero() || own.compareTo(asked) > 0
        ? own
        : asked.plus(part(retries.firstDelay()));
  }

  private static Duration part(Duration whole) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(whole.toMillis() + 1));
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** The tries of one request, one after the other. */
  private final class Tries {
    private int count;
    private long firstFailedAt = -1;

    long begin() {
      count++;
      return clock.millis();
    }

    FailedAttempt noteFailure(FailedAttempt failure) {
      if (firstFailedAt < 0) {
        firstFailedAt = clock.millis();
      }
      return failure;
    }

    Outcome giveUp(FetchRequest request, Throwable failure) {
      if (causeOf(failure) instanceof FailedAttempt failed) {
        return new GivenUp(
            request,
            failed.reason(),
            failed.detail(),
            count,
            Instant.ofEpochMilli(firstFailedAt),
            Instant.ofEpochMilli(clock.millis()));
      }
      throw new CompletionException(causeOf(failure));
    }
  }
}
