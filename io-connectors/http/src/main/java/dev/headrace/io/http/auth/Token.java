package dev.headrace.io.http.auth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token.
 *
 * @param expiresAt null if that is not told
 */
record Token(String value, Instant obtainedAt, @Nullable Instant expiresAt) {
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);

  boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Whether less than a tenth of its life or a minute is left, whichever is less. */
  boolean isDue(Instant now) {
    if (expiresAt == null) {
      return false;
    }
    Duration tenth = Duration.between(obtainedAt, expiresAt).dividedBy(10);
    Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return now.isAfter(expiresAt.minus(margin)) || isExpired(now);
  }

  @Override
  public String toString() {
    return "token of " + obtainedAt;
  }
}
