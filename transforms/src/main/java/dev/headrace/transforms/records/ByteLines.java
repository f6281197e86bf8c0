package dev.headrace.transforms.records;

import com.google.common.base.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Lines of a stream as they are, without their ends: a line feed, or a carriage return and a line
 * feed. Of a line that is too long, only the beginning is kept. A byte order mark at the beginning
 * is no part of a line.
 */
final class ByteLines implements AutoCloseable {
  static final int MAX_LINE_BYTES = 16 << 20;
  private static final int BUFFER_BYTES = 128 << 10;
  private static final int KEPT_OF_TOO_LONG = 64 << 10;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = LOW_BITS << 7;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private boolean ended;
  private long bufferOffset;

  private boolean ascii;
  private byte[] line = {};
  private long offset;
  private long length;

  ByteLines(InputStream in) {
    this.in = in;
  }

  /** Goes on to the next line; false at the end. */
  boolean next() throws IOException {
    int scanned = from;
    ascii = true;
    while (true) {
      int end = indexOfLineFeed(scanned);
      if ((end >= 0 ? end : to) - from > MAX_LINE_BYTES) {
        return skipTooLong();
      }
      if (end >= 0) {
        take(end);
        from = end + 1;
        return true;
      }
      scanned = to - from;
      if (ended || !fill()) {
        return takeRest();
      }
    }
  }

  /** Eight bytes at a time, as long as none of them is a line feed. */
  private int indexOfLineFeed(int start) {
    byte[] bytes = buffer;
    long seen = 0;
    int at = start;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long eight = (long) EIGHT_BYTES.get(bytes, at);
      if (hasLineFeed(eight)) {
        break;
      }
      seen |= eight & HIGH_BITS;
    }
    while (at < to && bytes[at] != '\n') {
      seen |= bytes[at++] & HIGH_BITS;
    }
    ascii &= seen == 0;
    return at < to ? at : -1;
  }

  /** A byte of a line feed becomes zero, and the one bit that only a zero leaves is looked for. */
  private static boolean hasLineFeed(long eight) {
    long zeroes = eight ^ ('\n' * LOW_BITS);
    return ((zeroes - LOW_BITS) & ~zeroes & HIGH_BITS) != 0;
  }

  /** Makes room behind what is not used up, and reads on; false at the end of the stream. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      bufferOffset += from;
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, to, buffer.length - to);
    ended = read < 0;
    to += Math.max(read, 0);
    return !ended;
  }

  private void take(int end) {
    int start = from;
    offset = bufferOffset + start;
    if (offset == 0 && startsWithByteOrderMark(end)) {
      start += BYTE_ORDER_MARK.length;
    }
    int last = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
    line = Arrays.copyOfRange(buffer, start, last);
    length = line.length;
  }

  private boolean startsWithByteOrderMark(int end) {
    int start = from;
    return end - start >= BYTE_ORDER_MARK.length
        && Arrays.equals(
            buffer,
            start,
            start + BYTE_ORDER_MARK.length,
            BYTE_ORDER_MARK,
            0,
            BYTE_ORDER_MARK.length);
  }

  private boolean takeRest() {
    if (from == to) {
      return false;
    }
    take(to);
    from = to;
    return true;
  }

  private boolean skipTooLong() throws IOException {
    offset = bufferOffset + from;
    line = Arrays.copyOfRange(buffer, from, from + KEPT_OF_TOO_LONG);
    length = 0;
    while (true) {
      int end = indexOfLineFeed(from);
      length += (end >= 0 ? end : to) - from;
      from = end >= 0 ? end + 1 : to;
      if (end >= 0 || !fill()) {
        return true;
      }
    }
  }

  byte[] line() {
    return line;
  }

  /** Offset of the line's first byte in the stream. */
  long offset() {
    return offset;
  }

  /** Bytes of the line, of which {@link #line} has only the first if it is too long. */
  long length() {
    return length;
  }

  boolean isTooLong() {
    return length > line.length;
  }

  /** Whether the line is UTF-8, to the letter: no overlong forms and no halves of pairs. */
  boolean isUtf8() {
    return ascii || Utf8.isWellFormed(line);
  }

  boolean isBlank() {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
