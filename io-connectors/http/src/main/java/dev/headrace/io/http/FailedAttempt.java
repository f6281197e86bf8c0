package dev.headrace.io.http;

import dev.headrace.transforms.failures.Reason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An attempt that did not bring an answer that can be landed. */
final class FailedAttempt extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  private FailedAttempt(
      Reason reason, String detail, boolean retryable, @Nullable Duration retryAfter) {
    super(detail);
    this.reason = reason;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  static FailedAttempt retryable(Reason reason, String detail) {
    return new FailedAttempt(reason, detail, true, null);
  }

  static FailedAttempt retryableAfter(Reason reason, String detail, @Nullable Duration wait) {
    return new FailedAttempt(reason, detail, true, wait);
  }

  static FailedAttempt forGood(Reason reason, String detail) {
    return new FailedAttempt(reason, detail, false, null);
  }

  Reason reason() {
    return reason;
  }

  /** One sentence without secrets. */
  String detail() {
    return String.valueOf(getMessage());
  }

  boolean isRetryable() {
    return retryable;
  }

  /** How long the API asks to wait. */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
