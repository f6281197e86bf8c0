package dev.headrace.io.http.wire;

import dev.headrace.transforms.fetch.Body;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A body in memory whose sum was made when it came in. */
final class SmallBody implements Body {
  private final byte[] bytes;
  private final String sha256;

  SmallBody(byte[] bytes, String sha256) {
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }
}
