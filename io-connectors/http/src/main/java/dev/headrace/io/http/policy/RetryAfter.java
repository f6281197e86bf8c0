package dev.headrace.io.http.policy;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The {@code Retry-After} header, in seconds or as a date
 * (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after).
 */
public final class RetryAfter {
  private RetryAfter() {}

  /** The wait it asks for, never less than none; empty if it is neither of the two. */
  public static Optional<Duration> parse(String header, Clock clock) {
    String value = header.trim();
    try {
      if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
