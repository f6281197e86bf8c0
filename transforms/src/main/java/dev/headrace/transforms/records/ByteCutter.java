package dev.headrace.transforms.records;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a stream byte by byte and cuts pieces out of it, one after the other. It holds its buffer
 * and the piece it is cutting, of which no more than {@link Slice#MAX_BYTES}.
 */
final class ByteCutter implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int NOT_CUTTING = -1;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int to;
  private long bufferOffset;

  private int cutFrom = NOT_CUTTING;
  private long cutOffset;
  private byte[] kept = NOTHING;
  private int keptLength;

  ByteCutter(InputStream in) {
    this.in = in;
  }

  /** The next byte, from 0 to 255; -1 at the end. */
  int next() throws IOException {
    return at < to || fill() ? buffer[at++] & 0xff : -1;
  }

  /** Makes the byte that {@link #next} has just given the next one again. */
  void back() {
    at--;
  }

  /** How many bytes have been read. */
  long offset() {
    return bufferOffset + at;
  }

  /** Passes over a byte order mark of UTF-8, if the stream begins with one. */
  void skipByteOrderMark() throws IOException {
    if (to < 3) {
      to += Math.max(in.readNBytes(buffer, to, BUFFER_BYTES - to), 0);
    }
    if (to >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      at = 3;
    }
  }

  /** Begins a piece with the next byte. */
  void begin() {
    cutFrom = at;
    cutOffset = offset();
    keptLength = 0;
  }

  /**
   * Ends the piece before the next byte.
   *
   * @param without how many bytes at its end do not belong to it
   */
  Slice end(int without) {
    long length = offset() - cutOffset - without;
    int most = length > Slice.MAX_BYTES ? Slice.KEPT_OF_TOO_LONG : (int) length;
    byte[] bytes = Arrays.copyOf(kept, most);
    if (most > keptLength) {
      System.arraycopy(buffer, cutFrom, bytes, keptLength, most - keptLength);
    }
    cutFrom = NOT_CUTTING;
    if (kept.length > BUFFER_BYTES) {
      kept = NOTHING;
    }
    return new Slice(bytes, cutOffset, length);
  }

  private boolean fill() throws IOException {
    if (cutFrom != NOT_CUTTING) {
      keep();
      cutFrom = 0;
    }
    bufferOffset += to;
    at = 0;
    to = Math.max(in.readNBytes(buffer, 0, BUFFER_BYTES), 0);
    return to > 0;
  }

  /** Takes over what the buffer has of the piece, unless it is too long already. */
  private void keep() {
    if (keptLength > Slice.MAX_BYTES) {
      return;
    }
    int more = to - cutFrom;
    if (keptLength + more > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(keptLength + more, kept.length * 2));
    }
    System.arraycopy(buffer, cutFrom, kept, keptLength, more);
    keptLength += more;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
