package dev.headrace.io.http.wire;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells of a quota. Read are {@code RateLimit} of
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ in its forms of today
 * ({@code "default";r=50;t=30}) and of before ({@code remaining=50, reset=30}), and what APIs have
 * in its place: {@code RateLimit-}, {@code X-RateLimit-} and {@code X-Rate-Limit-}, each with
 * {@code Remaining} and {@code Reset}, and {@code X-RateLimit-Reset-After}. Of several quotas the
 * one counts that is used up first. What cannot be read is passed over.
 *
 * @param remaining how many more requests are taken, 0 or more; null if that is not told
 * @param reset in how long there will be more, zero or more; null if that is not told
 */
public record RateLimitHeaders(@Nullable Long remaining, @Nullable Duration reset) {
  private static final RateLimitHeaders NONE = new RateLimitHeaders(null, null);

  private static final List<String> REMAINING =
      List.of("ratelimit-remaining", "x-ratelimit-remaining", "x-rate-limit-remaining");
  private static final List<String> RESET =
      List.of(
          "ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-reset", "x-rate-limit-reset");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
  private static final Pattern PARAMETER =
      Pattern.compile("(?:^|[;,])\\s*(r|t|remaining|reset)\\s*=\\s*([0-9]{1,15})\\s*(?=[;,]|$)");

  // A wait of 1e9 s is 30 years, and 1e12 s is beyond any: those are points in time.
  private static final BigDecimal FIRST_EPOCH_SECOND = new BigDecimal("1e9");
  private static final BigDecimal FIRST_EPOCH_MILLI = new BigDecimal("1e12");

  /** Reads an answer's headers; the clock tells how far away a point in time is. */
  public static RateLimitHeaders of(WireResponse response, Clock clock) {
    return of(response.headers(), clock);
  }

  /**
   * Reads headers.
   *
   * @param headers by name in lower case
   */
  public static RateLimitHeaders of(Map<String, List<String>> headers, Clock clock) {
    RateLimitHeaders standard =
        headers.getOrDefault("ratelimit", List.of()).stream()
            .flatMap(RateLimitHeaders::quotas)
            .reduce(RateLimitHeaders::scarcer)
            .orElse(NONE);
    @Nullable Long remaining =
        standard.remaining != null
            ? standard.remaining
            : first(headers, REMAINING, RateLimitHeaders::count, Math::min).orElse(null);
    @Nullable Duration reset =
        standard.reset != null
            ? standard.reset
            : first(headers, RESET, value -> wait(value, clock), RateLimitHeaders::longer)
                .orElse(null);
    return new RateLimitHeaders(remaining, reset);
  }

  /** Whether the quota is told to be used up. */
  public boolean isUsedUp() {
    return remaining != null && remaining == 0;
  }

  /** The quotas of the standard's header: today one an item, before one in all. */
  private static Stream<RateLimitHeaders> quotas(String header) {
    return header.contains("remaining")
        ? Stream.of(quota(header))
        : items(header).map(item -> quota(item));
  }

  private static RateLimitHeaders quota(String item) {
    Long remaining = null;
    Duration reset = null;
    Matcher parameter = PARAMETER.matcher(item);
    while (parameter.find()) {
      long value = Long.parseLong(parameter.group(2));
      if (parameter.group(1).startsWith("r") && !parameter.group(1).equals("reset")) {
        remaining = value;
      } else {
        reset = Duration.ofSeconds(value);
      }
    }
    return new RateLimitHeaders(remaining, reset);
  }

  private static RateLimitHeaders scarcer(RateLimitHeaders one, RateLimitHeaders other) {
    long left = one.remaining == null ? Long.MAX_VALUE : one.remaining;
    long otherLeft = other.remaining == null ? Long.MAX_VALUE : other.remaining;
    if (left != otherLeft) {
      return left < otherLeft ? one : other;
    }
    Duration wait = one.reset == null ? Duration.ZERO : one.reset;
    return other.reset != null && other.reset.compareTo(wait) > 0 ? other : one;
  }

  private static <T> Optional<T> first(
      Map<String, List<String>> headers,
      List<String> names,
      Function<String, Optional<T>> parse,
      BinaryOperator<T> choose) {
    return names.stream()
        .flatMap(
            name ->
                headers.getOrDefault(name, List.of()).stream()
                    .flatMap(RateLimitHeaders::items)
                    .flatMap(item -> parse.apply(item).stream())
                    .reduce(choose)
                    .stream())
        .findFirst();
  }

  private static Stream<String> items(String header) {
    return Stream.of(header.split(",", -1)).map(String::strip);
  }

  private static Optional<Long> count(String item) {
    return number(item).map(BigDecimal::longValue);
  }

  private static Optional<Duration> wait(String item, Clock clock) {
    Optional<BigDecimal> number = number(item);
    if (number.isEmpty()) {
      return time(item).map(until -> until(until, clock));
    }
    BigDecimal value = number.get();
    if (value.compareTo(FIRST_EPOCH_SECOND) < 0) {
      return Optional.of(Duration.ofMillis(value.movePointRight(3).longValue()));
    }
    BigDecimal millis = value.compareTo(FIRST_EPOCH_MILLI) < 0 ? value.movePointRight(3) : value;
    return Optional.of(until(Instant.ofEpochMilli(millis.longValue()), clock));
  }

  /** The number, without the parameters that some have after it. */
  private static Optional<BigDecimal> number(String item) {
    String value = item.split(";", 2)[0].strip();
    return NUMBER.matcher(value).matches() ? Optional.of(new BigDecimal(value)) : Optional.empty();
  }

  private static Optional<Instant> time(String item) {
    try {
      return Optional.of(OffsetDateTime.parse(item).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration until(Instant reset, Clock clock) {
    Duration wait = Duration.between(clock.instant(), reset);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
