package dev.headrace.testdata.redshift;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of PostgreSQL's protocol, version 3.
 *
 * <p>Source: <a href="https://www.postgresql.org/docs/17/protocol-message-formats.html">Message
 * Formats</a>.
 */
final class WireMessage {
  private final char type;
  private final byte[] body;

  WireMessage(char type, byte[] body) {
    this.type = type;
    this.body = body;
  }

  char type() {
    return type;
  }

  byte[] bytes() {
    return body;
  }

  /** The body, to be read from its beginning. */
  ByteBuffer body() {
    return ByteBuffer.wrap(body);
  }

  /** Reads text up to the next zero byte. */
  static String text(ByteBuffer body) {
    int start = body.position();
    int end = start;
    while (body.get(end) != 0) {
      end++;
    }
    byte[] utf8 = new byte[end - start];
    body.get(utf8);
    body.position(end + 1);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  static WireMessage query(String sql) {
    return of('Q').text(sql).build();
  }

  static Builder of(char type) {
    return new Builder(type);
  }

  static final class Builder {
    private final char type;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Builder(char type) {
      this.type = type;
    }

    Builder text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      body.write(utf8, 0, utf8.length);
      body.write(0);
      return this;
    }

    /** A field of an error or a notice. */
    Builder field(char name, String value) {
      body.write(name);
      return text(value);
    }

    Builder byteOf(int value) {
      body.write(value);
      return this;
    }

    Builder int16(int value) {
      return byteOf(value >> 8).byteOf(value);
    }

    Builder int32(int value) {
      return int16(value >> 16).int16(value);
    }

    /** What has not been read yet. */
    Builder rest(ByteBuffer other) {
      byte[] rest = new byte[other.remaining()];
      other.get(rest);
      return bytes(rest, 0, rest.length);
    }

    Builder bytes(byte[] bytes, int offset, int length) {
      body.write(bytes, offset, length);
      return this;
    }

    WireMessage build() {
      return new WireMessage(type, body.toByteArray());
    }
  }
}
