package dev.headrace.testdata.redshift;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in PostgreSQL's text format, a buffer at a time.
 *
 * <p>Format: <a href="https://www.postgresql.org/docs/17/sql-copy.html">COPY, section Text
 * Format</a>.
 */
final class CopyText {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Backend.CopyIn out;
  private byte[] buffer = new byte[BUFFER_BYTES + 1024];
  private int used;
  private int rowStart;
  private boolean rowBegun;

  CopyText(Backend.CopyIn out) {
    this.out = out;
  }

  /** Takes a row apart, its line end included; NULL becomes null. */
  static List<@Nullable String> values(String line) {
    List<@Nullable String> values = new ArrayList<>();
    for (String field :
        (line.endsWith("\n") ? line.substring(0, line.length() - 1) : line).split("\t", -1)) {
      values.add(field.equals("\\N") ? null : unescaped(field));
    }
    return values;
  }

  private static String unescaped(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\') {
        char escaped = field.charAt(++i);
        int control = "btnvfr".indexOf(escaped);
        value.append(control < 0 ? escaped : "\b\t\n\u000B\f\r".charAt(control));
      } else {
        value.append(c);
      }
    }
    return value.toString();
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

  void endRow() throws SQLException {
    put('\n');
    rowBegun = false;
    rowStart = used;
    if (used >= BUFFER_BYTES) {
      flush();
    }
  }

  /** Forgets what was written since the last row ended. */
  void abandonRow() {
    used = rowStart;
    rowBegun = false;
  }

  void flush() throws SQLException {
    out.write(buffer, 0, used);
    used = 0;
    rowStart = 0;
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
