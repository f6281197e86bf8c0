package dev.headrace.transforms.fetch;

import dev.headrace.transforms.store.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/**
 * The body of a response, byte for byte: in memory, on the worker's disk or in the raw bucket. It
 * never changes, and can be read as often as wanted until it is closed.
 */
public interface Body extends Content, Closeable {

  /** SHA-256 of the bytes, in lower-case hex. */
  String sha256();

  /**
   * All of it, in memory.
   *
   * @throws IOException if it has more bytes than an array can hold
   */
  default byte[] bytes() throws IOException {
    if (length() > Integer.MAX_VALUE - 8) {
      throw new IOException("A body of " + length() + " bytes is too large to be held in memory");
    }
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }

  /** Lets go of what holds the bytes. */
  @Override
  default void close() {}

  /** All of an open file, which is closed with the body. */
  static Body of(FileChannel file, long length, String sha256) {
    return new BodyOnDisk(file, 0, length, sha256, file);
  }

  /** A part of an open file, which stays open when the body is closed. */
  static Body within(FileChannel file, long offset, long length, String sha256) {
    return new BodyOnDisk(file, offset, length, sha256, () -> {});
  }

  /** A body in memory; the bytes are not copied and must not be changed. */
  static Body of(byte[] bytes) {
    return new BodyInMemory(bytes);
  }
}
