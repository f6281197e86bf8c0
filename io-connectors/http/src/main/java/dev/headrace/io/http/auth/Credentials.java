package dev.headrace.io.http.auth;

import dev.headrace.io.http.wire.WireRequest;
import dev.headrace.io.http.wire.WireResponse;

/** What one request is sent with. */
public interface Credentials {

  /** The request with the credentials. */
  WireRequest applyTo(WireRequest request);

  /** Takes note of an answer to a request that had them: what is left of a quota, say. */
  void answered(WireResponse response);

  /**
   * Takes note that the API does not take them any more.
   *
   * @return whether asking for credentials again may bring others
   */
  boolean refused();
}
