package dev.headrace.io.http.auth;

import dev.headrace.io.http.wire.RateLimitHeaders;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one token's quota, as far as answers told. To be used by one thread at a time.
 */
final class Quota {
  /** More than any quota: as much is taken to be left where nothing is told. */
  static final long PLENTY = Long.MAX_VALUE;

  private static final Duration USUAL_WINDOW = Duration.ofMinutes(1);
  // Seconds are rounded, and answers take their time.
  private static final Duration SAME_WINDOW = Duration.ofSeconds(2);

  private long remaining = PLENTY;
  private @Nullable Instant resetAt;

  long remaining(Instant now) {
    if (resetAt != null && !now.isBefore(resetAt)) {
      remaining = PLENTY;
      resetAt = null;
    }
    return remaining;
  }

  /** How long until there is more; zero if nothing is known to be waited for. */
  Duration untilReset(Instant now) {
    return resetAt == null ? Duration.ZERO : Duration.between(now, resetAt);
  }

  /** Takes one away, of which no answer tells yet. */
  void reserve(Instant now) {
    if (remaining != PLENTY) {
      setRemaining(remaining - 1, resetAt, now);
    }
  }

  /** Takes note of what an answer told. */
  void learn(RateLimitHeaders told, Instant now) {
    Long left = told.remaining();
    if (left == null) {
      return;
    }
    Instant reset = told.reset() == null ? null : now.plus(told.reset());
    boolean sameWindow =
        remaining(now) != PLENTY
            && resetAt != null
            && reset != null
            && !reset.isAfter(resetAt.plus(SAME_WINDOW));
    // Within a window answers overtake each other, and more is reserved than they know of.
    if (!sameWindow || left < remaining) {
      setRemaining(left, reset, now);
    }
  }

  /**
   * Takes note that nothing is left.
   *
   * @param wait until there is more; null if that is not told
   */
  void useUp(@Nullable Duration wait, Instant now) {
    setRemaining(0, wait == null ? null : now.plus(wait), now);
  }

  /** What is used up comes back some time, be it not told when. */
  private void setRemaining(long remaining, @Nullable Instant resetAt, Instant now) {
    this.remaining = remaining;
    this.resetAt = remaining == 0 && resetAt == null ? now.plus(USUAL_WINDOW) : resetAt;
  }
}
