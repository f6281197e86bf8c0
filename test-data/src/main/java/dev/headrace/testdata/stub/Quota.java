package dev.headrace.testdata.stub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets each token ask so many times in a window; beyond that it is 429 with {@code Retry-After}. A
 * window begins with the first request in it. Requests with the same {@code Authorization} share a
 * quota, and so do all without one.
 *
 * <p>Every answer has {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and {@code
 * X-RateLimit-Reset}, the latter in seconds since 1970. Seconds are rounded up, so that a client
 * that waits as told is never refused again.
 */
public final class Quota implements Handler {

  private final int requests;
  private final Duration window;
  private final Handler handler;
  private final InstantSource clock;
  private final Map<String, Window> windows = new HashMap<>();
  private int refused;

  private Quota(int requests, Duration window, Handler handler, InstantSource clock) {
    this.requests = requests;
    this.window = window;
    this.handler = handler;
    this.clock = clock;
  }

  public static Quota of(int requests, Duration window, Handler handler) {
    return new Quota(requests, window, handler, InstantSource.system());
  }

  /** The same quota by another clock, with nothing used. */
  public Quota at(InstantSource newClock) {
    return new Quota(requests, window, handler, newClock);
  }

  /** How many requests were one too many. */
  public synchronized int refused() {
    return refused;
  }

  @Override
  public Answer answer(Received request) {
    Instant now = clock.instant();
    Window state = count(request.header("Authorization").orElse(""), now);
    Answer answer = state.used() <= requests ? handler.answer(request) : tooMany(now, state);
    return answer
        .withHeader("X-RateLimit-Limit", Integer.toString(requests))
        .withHeader("X-RateLimit-Remaining", Integer.toString(Math.max(0, requests - state.used())))
        .withHeader("X-RateLimit-Reset", Long.toString(secondsUp(sinceEpoch(state.end()))));
  }

  private synchronized Window count(String token, Instant now) {
    Window state =
        windows.merge(
            token,
            new Window(now.plus(window), 1),
            (old, fresh) ->
                now.isBefore(old.end()) ? new Window(old.end(), old.used() + 1) : fresh);
    if (state.used() > requests) {
      refused++;
    }
    return state;
  }

  private static Answer tooMany(Instant now, Window state) {
    long wait = Math.max(1, secondsUp(Duration.between(now, state.end())));
    return Answer.json("{\"message\":\"API rate limit exceeded\"}")
        .withStatus(429)
        .withHeader("Retry-After", Long.toString(wait));
  }

  private static Duration sinceEpoch(Instant instant) {
    return Duration.between(Instant.EPOCH, instant);
  }

  private static long secondsUp(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }

  private record Window(Instant end, int used) {}
}
