package dev.headrace.transforms.fetch;

import dev.headrace.transforms.run.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/** A body that is an array. */
final class BodyInMemory implements Body {
  private final byte[] bytes;

  BodyInMemory(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public String sha256() {
    return Sha256.of(bytes);
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BodyInMemory body && Arrays.equals(bytes, body.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
