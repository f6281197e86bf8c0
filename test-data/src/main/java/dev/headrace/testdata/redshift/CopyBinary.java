package dev.headrace.testdata.redshift;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes rows in PostgreSQL's binary format, a buffer of whole rows at a time. The server has
 * nothing to parse, which is most of what a COPY costs it.
 *
 * <p>Format: <a href="https://www.postgresql.org/docs/17/sql-copy.html">COPY, section Binary
 * Format</a>; of a value, what PostgreSQL's {@code <type>recv} functions read.
 */
final class CopyBinary {
  /** What the first row comes after. */
  static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);

  /** What the last row comes before. */
  static final byte[] TRAILER = {-1, -1};

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int JSONB_VERSION = 1;

  // PostgreSQL counts from 2000 on, and takes the ends of its ranges for infinite.
  private static final int EPOCH_DAY = 10_957;
  private static final long EPOCH_MICROS = EPOCH_DAY * 86_400_000_000L;

  private static final BigInteger NUMERIC_BASE = BigInteger.valueOf(10_000);
  private static final int NUMERIC_BASE_DIGITS = 4;
  private static final int NUMERIC_NEGATIVE = 0x4000;

  private final Sink sink;
  private ByteBuffer buffer = newBuffer(BUFFER_BYTES);

  /** Takes buffers that are not empty, and its own from then on. */
  @FunctionalInterface
  interface Sink {
    void take(ByteBuffer rows) throws SQLException;
  }

  CopyBinary(Sink sink) {
    this.sink = sink;
  }

  private static ByteBuffer newBuffer(int bytes) {
    return ByteBuffer.allocate(bytes + 1024);
  }

  void beginRow(int columns) {
    room(Short.BYTES).putShort((short) columns);
  }

  void endRow() throws SQLException {
    if (buffer.position() >= BUFFER_BYTES) {
      flush();
    }
  }

  /** Hands over what has been written, which ends with a row. */
  void flush() throws SQLException {
    ByteBuffer rows = buffer.flip();
    buffer = newBuffer(BUFFER_BYTES);
    if (rows.hasRemaining()) {
      sink.take(rows);
    }
  }

  void nullValue() {
    room(Integer.BYTES).putInt(-1);
  }

  void bool(boolean value) {
    value(1).put((byte) (value ? 1 : 0));
  }

  void int16(int value) {
    value(Short.BYTES).putShort((short) value);
  }

  void int32(int value) {
    value(Integer.BYTES).putInt(value);
  }

  void int64(long value) {
    value(Long.BYTES).putLong(value);
  }

  void float32(float value) {
    int32(Float.floatToIntBits(value));
  }

  void float64(double value) {
    int64(Double.doubleToLongBits(value));
  }

  /** What PostgreSQL has no day for is sent as one that it refuses. */
  void date(int epochDay) {
    int32(
        (int)
            Math.max(
                Integer.MIN_VALUE + 1L,
                Math.min(Integer.MAX_VALUE - 1L, (long) epochDay - EPOCH_DAY)));
  }

  /** What PostgreSQL has no time for is sent as one that it refuses. */
  void timestamp(long epochMicros) {
    int64(Math.max(epochMicros, Long.MIN_VALUE + 1 + EPOCH_MICROS) - EPOCH_MICROS);
  }

  void bytes(byte[] value, int length) {
    value(length).put(value, 0, length);
  }

  void json(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    value(1 + utf8.length).put((byte) JSONB_VERSION).put(utf8);
  }

  /** A number in groups of four digits that begin at the point. */
  void decimal(BigInteger unscaled, int scale) {
    int fractionGroups = (scale + NUMERIC_BASE_DIGITS - 1) / NUMERIC_BASE_DIGITS;
    BigInteger rest =
        unscaled.abs().multiply(BigInteger.TEN.pow(fractionGroups * NUMERIC_BASE_DIGITS - scale));
    Deque<Integer> groups = new ArrayDeque<>();
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(NUMERIC_BASE);
      groups.push(parts[1].intValue());
      rest = parts[0];
    }
    ByteBuffer out = value((4 + groups.size()) * Short.BYTES);
    out.putShort((short) groups.size());
    out.putShort((short) (groups.size() - fractionGroups - 1));
    out.putShort((short) (unscaled.signum() < 0 ? NUMERIC_NEGATIVE : 0));
    out.putShort((short) scale);
    groups.forEach(group -> out.putShort(group.shortValue()));
  }

  /** The buffer, with a value's length in it and room for the value. */
  private ByteBuffer value(int length) {
    return room(Integer.BYTES + length).putInt(length);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger = newBuffer(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
