package dev.headrace.testdata.stub;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What an answer is made of. */
record Parts(
    int status,
    List<Header> headers,
    Body body,
    Head head,
    Framing framing,
    Delivery delivery,
    Duration delay) {

  static Parts of(int status, Body body) {
    return new Parts(
        status, List.of(), body, Head.ORDERLY, Framing.LENGTH, Delivery.COMPLETE, Duration.ZERO);
  }

  Parts status(int value) {
    return new Parts(value, headers, body, head, framing, delivery, delay);
  }

  Parts adding(String name, String value) {
    List<Header> all = Stream.concat(headers.stream(), Stream.of(new Header(name, value))).toList();
    return new Parts(status, all, body, head, framing, delivery, delay);
  }

  Parts without(String name) {
    List<Header> rest =
        headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).toList();
    return new Parts(status, rest, body, head, framing, delivery, delay);
  }

  Parts body(byte[] value) {
    return new Parts(status, headers, Body.of(value), head, framing, delivery, delay);
  }

  Parts head(Head value) {
    return new Parts(status, headers, body, value, framing, delivery, delay);
  }

  Parts framing(Framing value) {
    return new Parts(status, headers, body, head, value, delivery, delay);
  }

  Parts delivery(Delivery value) {
    return new Parts(status, headers, body, head, framing, value, delay);
  }

  Parts delay(Duration value) {
    return new Parts(status, headers, body, head, framing, delivery, value);
  }

  /** Whether HTTP allows a body with the status. */
  boolean mayHaveBody() {
    return status >= 200 && status != 204 && status != 304;
  }
}
