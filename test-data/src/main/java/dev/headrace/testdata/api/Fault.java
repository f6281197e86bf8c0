package dev.headrace.testdata.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Something that goes wrong with an answer, on purpose. */
public final class Fault {

  // RFC_1123_DATE_TIME writes a day below ten with one digit, which HTTP does not allow.
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final String RETRY_AFTER = "Retry-After";

  private final String name;
  private final UnaryOperator<Reply> effect;

  private Fault(String name, UnaryOperator<Reply> effect) {
    this.name = name;
    this.effect = effect;
  }

  /** Answers with the status and a line of text that names it. */
  public static Fault status(int code) {
    return status(code, "Error " + code);
  }

  /** Answers with the status and the text; with no body if the status allows none. */
  public static Fault status(int code, String body) {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("status must be from 200 to 599, but was " + code);
    }
    boolean bodiless = code == 204 || code == 304;
    Reply reply = bodiless ? Reply.empty(code) : Reply.text(code, body);
    return new Fault("status " + code, regular -> reply);
  }

  /** Answers 429 and asks to wait, in whole seconds rounded up. */
  public static Fault tooManyRequests(Duration retryAfter) {
    return waiting(429, seconds(retryAfter));
  }

  /** Answers 429 and asks to wait until a date, in whole seconds rounded down. */
  public static Fault tooManyRequestsUntil(Instant retryAt) {
    return waiting(429, HTTP_DATE.format(retryAt));
  }

  /** Answers 503 and asks to wait, in whole seconds rounded up. */
  public static Fault serviceUnavailable(Duration retryAfter) {
    return waiting(503, seconds(retryAfter));
  }

  /** Answers regularly, but only after the delay. No thread is held meanwhile. */
  public static Fault delay(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, but was " + delay);
    }
    return new Fault("delay " + delay, regular -> regular.after(delay));
  }

  /**
   * Resets the connection without an answer. A client may repeat the request by itself, as the
   * JDK's does once; each attempt is a request of its own.
   */
  public static Fault reset() {
    return new Fault("reset", regular -> regular.delivering(Reply.Delivery.NOTHING));
  }

  /**
   * Announces the whole body, sends the first half of it and closes the connection. An answer that
   * is not JSON is replaced by an empty page first.
   */
  public static Fault truncatedBody() {
    return new Fault(
        "truncated body", regular -> regular.orEmptyPage().delivering(Reply.Delivery.HALF));
  }

  /**
   * Sends the first half of the body as if it were the whole, which is not valid JSON. An answer
   * that is not JSON is replaced by an empty page first.
   */
  public static Fault wrongJson() {
    return new Fault("wrong JSON", regular -> firstHalf(regular.orEmptyPage()));
  }

  /** Answers 200 with a JSON content type and no bytes. */
  public static Fault emptyBody() {
    return new Fault("empty body", regular -> Reply.of(200, Reply.JSON, new byte[0]));
  }

  /** Answers 200 with an HTML page, as a proxy in maintenance does. */
  public static Fault htmlPage() {
    String html = "<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>\n";
    byte[] body = html.getBytes(UTF_8);
    return new Fault("HTML page", regular -> Reply.of(200, Reply.HTML, body));
  }

  /** What {@link Served#fault()} calls it. */
  public String name() {
    return name;
  }

  Reply applyTo(Reply regular) {
    return effect.apply(regular);
  }

  private static Fault waiting(int code, String retryAfter) {
    Reply reply = Reply.text(code, "Error " + code).with(RETRY_AFTER, retryAfter);
    return new Fault("status " + code, regular -> reply);
  }

  private static Reply firstHalf(Reply reply) {
    byte[] half = Arrays.copyOf(reply.body(), reply.body().length / 2);
    return new Reply(reply.status(), reply.headers(), half, reply.delay(), reply.delivery());
  }

  private static String seconds(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("retryAfter must not be negative, but was " + duration);
    }
    return Long.toString(duration.plusNanos(999_999_999).toSeconds());
  }
}
