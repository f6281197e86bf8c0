package dev.headrace.testdata.api;

import java.time.Instant;
import java.util.Optional;

/**
 * One request and what the server made of it.
 *
 * @param method the request's method
 * @param path the request's path
 * @param query the request's query as it was sent; empty if it had none
 * @param status the status sent; 0 if the connection was reset before any
 * @param fault the name of the scripted fault, or {@link #CLIENT_GONE}; nothing if the answer was
 *     regular
 * @param sha256 the hexadecimal SHA-256 of the body; empty if the body was not sent in full
 * @param length the bytes of the body that were sent
 * @param receivedAt when the request arrived
 */
public record Served(
    String method,
    String path,
    String query,
    int status,
    Optional<String> fault,
    String sha256,
    int length,
    Instant receivedAt) {

  /** The fault of an answer that could not be sent because the connection was closed. */
  public static final String CLIENT_GONE = "client gone";

  Served lost() {
    return new Served(method, path, query, status, Optional.of(CLIENT_GONE), "", 0, receivedAt);
  }
}
