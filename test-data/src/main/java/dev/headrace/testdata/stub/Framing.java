package dev.headrace.testdata.stub;

/** How the client learns where a body ends. */
enum Framing {
  LENGTH,
  CHUNKED,
  UNTIL_CLOSE,
  BAD_CHUNK_SIZE,
  NO_LAST_CHUNK;

  boolean chunks() {
    return this == CHUNKED || this == BAD_CHUNK_SIZE || this == NO_LAST_CHUNK;
  }

  /** Whether nothing can follow on the connection. */
  boolean closes() {
    return this == UNTIL_CLOSE || this == BAD_CHUNK_SIZE || this == NO_LAST_CHUNK;
  }
}
