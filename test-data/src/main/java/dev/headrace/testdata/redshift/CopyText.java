package dev.headrace.testdata.redshift;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows in PostgreSQL's text format, a buffer at a time.
 *
 * <p>Format: <a href="https://www.postgresql.org/docs/17/sql-copy.html">COPY, section Text
 * Format</a>.
 */
final class CopyText {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final CopyIn out;
  private byte[] buffer = new byte[BUFFER_BYTES + 1024];
  private int used;
  private boolean rowBegun;

  CopyText(CopyIn out) {
    this.out = out;
  }

  void nullValue() {
    beginValue();
    put('\\');
    put('N');
  }

  /** A value of letters, digits and punctuation other than the backslash. */
  void ascii(String value) {
    bytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  void utf8(String value) {
    bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte[] utf8) {
    bytes(utf8, utf8.length);
  }

  void bytes(byte[] utf8, int length) {
    beginValue();
    for (int i = 0; i < length; i++) {
      switch (utf8[i]) {
        case '\\' -> escape('\\');
        case '\n' -> escape('n');
        case '\r' -> escape('r');
        case '\t' -> escape('t');
        default -> put(utf8[i]);
      }
    }
  }

  void hex(byte[] value) {
    beginValue();
    escape('\\');
    put('x');
    for (byte b : value) {
      put(HEX[b >> 4 & 0xF]);
      put(HEX[b & 0xF]);
    }
  }

  void endRow() throws SQLException {
    put('\n');
    rowBegun = false;
    if (used >= BUFFER_BYTES) {
      flush();
    }
  }

  void flush() throws SQLException {
    out.writeToCopy(buffer, 0, used);
    used = 0;
  }

  private void beginValue() {
    if (rowBegun) {
      put('\t');
    }
    rowBegun = true;
  }

  private void escape(char c) {
    put('\\');
    put(c);
  }

  private void put(char c) {
    put((byte) c);
  }

  private void put(byte b) {
    if (used == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    buffer[used++] = b;
  }
}
