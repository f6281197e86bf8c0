package dev.headrace.io.http.auth;

import java.util.concurrent.CompletableFuture;

/** Has the credentials of an API, in the memory of one worker. Safe for use by many threads. */
public interface Authenticator {

  /**
   * Credentials for the next request, fetched or renewed if need be.
   *
   * @return them, or a failure as {@link dev.headrace.io.http.wire.Wire#send} has it
   */
  CompletableFuture<Credentials> credentials();
}
