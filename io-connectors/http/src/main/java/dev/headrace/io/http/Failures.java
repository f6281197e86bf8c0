package dev.headrace.io.http;

import dev.headrace.io.http.policy.RetryAfter;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed attempt is to be taken for. Sent again: a status of 408, 425, 429 or 5xx, a
 * timeout, and a connection that could not be made or broke. Given up at once: any other status but
 * 2xx (redirects are not followed), a body that is too large, and a server that asks for a wait
 * longer than the deadline.
 */
final class Failures {
  private static final Set<Integer> RETRYABLE_4XX = Set.of(408, 425, 429);

  private final Duration deadline;
  private final int maxBodyBytes;
  private final Clock clock;

  Failures(Duration deadline, int maxBodyBytes, Clock clock) {
    this.deadline = deadline;
    this.maxBodyBytes = maxBodyBytes;
    this.clock = clock;
  }

  void requireSuccess(HttpResponse<?> response) throws FailedAttempt {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    if (status < 500 && !RETRYABLE_4XX.contains(status)) {
      throw FailedAttempt.forGood(Reason.REFUSED, "The API answered with status " + status);
    }
    String detail = "The API answered with status " + status;
    Optional<Duration> wait =
        response.headers().firstValue("Retry-After").flatMap(h -> RetryAfter.parse(h, clock));
    if (wait.isPresent() && wait.get().compareTo(deadline) > 0) {
      throw FailedAttempt.forGood(
          Reason.UNAVAILABLE,
          "%s and asked to wait %d s, longer than the deadline of %d s"
              .formatted(detail, wait.get().toSeconds(), deadline.toSeconds()));
    }
    @Nullable Duration asked = wait.orElse(null);
    throw FailedAttempt.retryableAfter(Reason.UNAVAILABLE, detail, asked);
  }

  /**
   * What an exchange without a whole answer comes to. Anything but trouble of the wire is a bug.
   */
  FailedAttempt ofExchange(Throwable failure) {
    if (causedBy(failure, LimitedBody.TooLargeException.class)) {
      return FailedAttempt.forGood(
          Reason.TOO_LARGE, "The body has more than " + maxBodyBytes + " bytes");
    }
    if (failure instanceof TimeoutException || failure instanceof HttpTimeoutException) {
      return FailedAttempt.retryable(Reason.TIMEOUT, "The API did not answer in time");
    }
    if (failure instanceof IOException) {
      String kind = failure.getClass().getSimpleName();
      return FailedAttempt.retryable(
          Reason.CONNECTION, "The connection could not be made or broke (" + kind + ")");
    }
    throw new CompletionException(failure);
  }

  /** The message is left out: it can quote the URL. */
  FailedAttempt ofRequest(IllegalArgumentException failure) {
    return FailedAttempt.forGood(
        Reason.MALFORMED,
        "The request has a URL, method or header that HTTP does not allow ("
            + failure.getClass().getSimpleName()
            + ")");
  }

  private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
