package dev.headrace.io.http.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Sends requests, each exactly once: whether to send one again is the caller's to say. */
public interface Wire extends AutoCloseable {

  /**
   * Sends a request. The answer is complete, its body decoded; the caller closes the body.
   *
   * @param timeout for everything, from the connection to the end of the body
   * @return an answer of any status, or a failure: {@link java.io.IOException} for trouble of the
   *     connection, {@link java.util.concurrent.TimeoutException}, {@link WireException} for an
   *     answer that cannot be taken
   */
  CompletableFuture<WireResponse> send(WireRequest request, Duration timeout);

  /**
   * The same, for one who wants to know when the request goes out.
   *
   * @param written is run when it is being written to the network, by a thread that must not wait
   */
  default CompletableFuture<WireResponse> send(
      WireRequest request, Duration timeout, Runnable written) {
    written.run();
    return send(request, timeout);
  }

  @Override
  void close();
}
