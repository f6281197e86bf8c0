package dev.headrace.io.http.policy;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;

/**
 * How often and how long a request is tried. Between tries the wait grows twofold from the first
 * delay to the longest, and is a random part of that ("full jitter"); where the API names a longer
 * one in {@code Retry-After}, that is obeyed, within the deadline.
 *
 * <p>An API in trouble is spared: retries wait when they are more than a part of the requests that
 * went well, and where one request after the other fails, none is sent for a while, and then a
 * single one to see how it is.
 */
@AutoValue
public abstract class Retries implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How often a request is sent at the most. */
  public abstract int maxAttempts();

  /** The longest wait before the first retry. */
  public abstract Duration firstDelay();

  /** The longest wait before any retry. */
  public abstract Duration maxDelay();

  /** How long one attempt may take. */
  public abstract Duration attemptTimeout();

  /** After how long no attempt begins any more, counted from the first. */
  public abstract Duration deadline();

  abstract double perSuccess();

  abstract double perSecond();

  abstract int breakAfter();

  abstract Duration breakFor();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder maxAttempts(int attempts);

    abstract Builder firstDelay(Duration delay);

    abstract Builder maxDelay(Duration delay);

    abstract Builder attemptTimeout(Duration timeout);

    abstract Builder deadline(Duration deadline);

    abstract Builder perSuccess(double retries);

    abstract Builder perSecond(double retries);

    abstract Builder breakAfter(int failures);

    abstract Builder breakFor(Duration time);

    abstract Retries build();
  }

  /**
   * Six attempts, 0.5 s to 30 s apart, of 30 s each, within five minutes; retries up to a fifth of
   * the requests that went well and five a second; a pause of 10 s after 20 failures in a row.
   */
  public static Retries defaults() {
    return new AutoValue_Retries.Builder()
        .maxAttempts(6)
        .firstDelay(Duration.ofMillis(500))
        .maxDelay(Duration.ofSeconds(30))
        .attemptTimeout(Duration.ofSeconds(30))
        .deadline(Duration.ofMinutes(5))
        .perSuccess(0.2)
        .perSecond(5)
        .breakAfter(20)
        .breakFor(Duration.ofSeconds(10))
        .build();
  }

  /** Sends a request so many times at the most; 1 or more, default is 6. */
  public Retries withMaxAttempts(int maxAttempts) {
    checkArgument(maxAttempts >= 1, "maxAttempts must be at least 1, but was %s", maxAttempts);
    return toBuilder().maxAttempts(maxAttempts).build();
  }

  /** Waits from the first to the longest delay; more than nothing, defaults are 0.5 s and 30 s. */
  public Retries withDelays(Duration first, Duration max) {
    checkArgument(isPositive(first), "the first delay must be more than 0, but was %s", first);
    checkArgument(
        max.compareTo(first) >= 0, "the longest delay must be at least %s, but was %s", first, max);
    return toBuilder().firstDelay(first).maxDelay(max).build();
  }

  /** Gives a single attempt so long, to the end of its body; default is 30 s. */
  public Retries withAttemptTimeout(Duration timeout) {
    checkArgument(isPositive(timeout), "attemptTimeout must be more than 0, but was %s", timeout);
    return toBuilder().attemptTimeout(timeout).build();
  }

  /** Begins no attempt so long after the first; default is five minutes. */
  public Retries withDeadline(Duration deadline) {
    checkArgument(isPositive(deadline), "deadline must be more than 0, but was %s", deadline);
    return toBuilder().deadline(deadline).build();
  }

  /**
   * Lets a shard send no more retries than these on the whole; a retry beyond them waits.
   *
   * @param perSuccess for every request that goes well, 0 or more; default is 0.2
   * @param perSecond besides, every second, more than 0; default is 5
   */
  public Retries withRetryBudget(double perSuccess, double perSecond) {
    checkArgument(perSuccess >= 0, "perSuccess must be at least 0, but was %s", perSuccess);
    checkArgument(perSecond > 0, "perSecond must be more than 0, but was %s", perSecond);
    return toBuilder().perSuccess(perSuccess).perSecond(perSecond).build();
  }

  /**
   * Leaves the API alone for a while when it was in trouble, or not there, so many times in a row.
   *
   * @param failures of one shard, 1 or more; default is 20
   * @param time how long, more than nothing; default is 10 s
   */
  public Retries withCircuitBreaker(int failures, Duration time) {
    checkArgument(failures >= 1, "failures must be at least 1, but was %s", failures);
    checkArgument(isPositive(time), "time must be more than 0, but was %s", time);
    return toBuilder().breakAfter(failures).breakFor(time).build();
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}
