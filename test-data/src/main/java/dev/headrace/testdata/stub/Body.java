package dev.headrace.testdata.stub;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bytes of an answer, which need not fit into memory. */
interface Body {

  long length();

  /** A new stream of all bytes. */
  InputStream open();

  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /**
   * All bytes at once.
   *
   * @throws IllegalStateException if they are too many for an array
   */
  default byte[] bytes() {
    if (length() > Integer.MAX_VALUE) {
      throw new IllegalStateException("a streamed body is not kept in memory");
    }
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
