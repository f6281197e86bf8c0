package dev.headrace.testdata.redshift;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into JSON objects that follow each other, over one line each or several, without
 * looking into them. What stands between two objects is given too, up to the end of its line.
 */
final class JsonObjects {
  private final InputStream in;
  private long line = 1;

  /** One object, and the last line it is on, from 1. */
  static final class Piece {
    private final byte[] text;
    private final long line;

    Piece(byte[] text, long line) {
      this.text = text;
      this.line = line;
    }

    byte[] text() {
      return text;
    }

    long line() {
      return line;
    }
  }

  JsonObjects(InputStream in) {
    this.in = new BufferedInputStream(in, 64 << 10);
  }

  /** The next piece, or null at the end. */
  @Nullable Piece next() throws IOException {
    int first = in.read();
    while (first >= 0 && isBlank(first)) {
      if (first == '\n') {
        line++;
      }
      first = in.read();
    }
    if (first < 0) {
      return null;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write(first);
    if (first == '{') {
      object(text);
      return new Piece(text.toByteArray(), line);
    }
    restOfLine(text);
    return new Piece(text.toByteArray(), line++);
  }

  private void object(ByteArrayOutputStream text) throws IOException {
    int depth = 1;
    boolean quoted = false;
    boolean escaped = false;
    while (depth > 0) {
      int b = in.read();
      if (b < 0) {
        return;
      }
      text.write(b);
      if (b == '\n') {
        line++;
      }
      if (escaped) {
        escaped = false;
      } else if (quoted) {
        escaped = b == '\\';
        quoted = b != '"';
      } else {
        quoted = b == '"';
        depth += b == '{' ? 1 : b == '}' ? -1 : 0;
      }
    }
  }

  private void restOfLine(ByteArrayOutputStream text) throws IOException {
    int b = in.read();
    while (b >= 0 && b != '\n') {
      text.write(b);
      b = in.read();
    }
  }

  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
