package dev.headrace.testdata.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server is going to do with a request.
 *
 * @param delay how long it waits before it does
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, only written.
record Reply(
    int status, Map<String, String> headers, byte[] body, Duration delay, Delivery delivery) {

  /** How much of a reply reaches the client. */
  enum Delivery {
    COMPLETE,
    HALF,
    NOTHING
  }

  static final String JSON = "application/json; charset=utf-8";
  static final String TEXT = "text/plain; charset=utf-8";
  static final String HTML = "text/html; charset=utf-8";

  static Reply of(int status, String contentType, byte[] body) {
    return new Reply(
        status, Map.of("Content-Type", contentType), body, Duration.ZERO, Delivery.COMPLETE);
  }

  static Reply text(int status, String body) {
    return of(status, TEXT, body.getBytes(UTF_8));
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), new byte[0], Duration.ZERO, Delivery.COMPLETE);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body, delay, delivery);
  }

  Reply after(Duration wait) {
    return new Reply(status, headers, body, delay.plus(wait), delivery);
  }

  Reply delivering(Delivery part) {
    return new Reply(status, headers, body, delay, part);
  }

  /** The same, or an empty page if this is not a JSON object of which a part can be sent. */
  Reply orEmptyPage() {
    boolean object = body.length > 1 && body[0] == '{';
    return object ? this : of(200, JSON, Page.EMPTY.getBytes(UTF_8)).after(delay);
  }
}
