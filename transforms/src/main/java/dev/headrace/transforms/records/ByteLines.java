package dev.headrace.transforms.records;

import java.io.IOException;
import java.io.InputStream;
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
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private boolean ended;
  private long bufferOffset;

  private byte[] line = {};
  private long offset;
  private long length;

  ByteLines(InputStream in) {
    this.in = in;
  }

  /** Goes on to the next line; false at the end. */
  boolean next() throws IOException {
    int scanned = from;
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

  private int indexOfLineFeed(int start) {
    byte[] bytes = buffer;
    for (int i = start; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
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
