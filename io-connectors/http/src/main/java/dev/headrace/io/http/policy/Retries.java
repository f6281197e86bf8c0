package dev.headrace.io.http.policy;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;

/**
 * How often and how long a request is tried. Between tries the wait grows twofold from the first
 * delay to the longest, and is a random part of that ("full jitter"); where the API names a longer
 * one in {@code Retry-After}, that is obeyed, within the deadline.
 */
@AutoValue
public abstract class Retries implements Serializable {
  private static final long serialVersionUID = 1L;

  public abstract int maxAttempts();

  public abstract Duration firstDelay();

  public abstract Duration maxDelay();

  public abstract Duration attemptTimeout();

  public abstract Duration deadline();

  /** Six attempts, 0.5 s to 30 s apart, of 30 s each, within five minutes. */
  public static Retries defaults() {
    return create(
        6,
        Duration.ofMillis(500),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5));
  }

  /** Sends a request so many times at the most; 1 or more, default is 6. */
  public Retries withMaxAttempts(int maxAttempts) {
    checkArgument(maxAttempts >= 1, "maxAttempts must be at least 1, but was %s", maxAttempts);
    return create(maxAttempts, firstDelay(), maxDelay(), attemptTimeout(), deadline());
  }

  /** Waits from the first to the longest delay; more than nothing, defaults are 0.5 s and 30 s. */
  public Retries withDelays(Duration first, Duration max) {
    checkArgument(isPositive(first), "the first delay must be more than 0, but was %s", first);
    checkArgument(
        max.compareTo(first) >= 0, "the longest delay must be at least %s, but was %s", first, max);
    return create(maxAttempts(), first, max, attemptTimeout(), deadline());
  }

  /** Gives a single attempt so long, to the end of its body; default is 30 s. */
  public Retries withAttemptTimeout(Duration timeout) {
    checkArgument(isPositive(timeout), "attemptTimeout must be more than 0, but was %s", timeout);
    return create(maxAttempts(), firstDelay(), maxDelay(), timeout, deadline());
  }

  /** Begins no attempt after so long; default is five minutes. */
  public Retries withDeadline(Duration deadline) {
    checkArgument(isPositive(deadline), "deadline must be more than 0, but was %s", deadline);
    return create(maxAttempts(), firstDelay(), maxDelay(), attemptTimeout(), deadline);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static Retries create(
      int maxAttempts, Duration first, Duration max, Duration attempt, Duration deadline) {
    return new AutoValue_Retries(maxAttempts, first, max, attempt, deadline);
  }
}
