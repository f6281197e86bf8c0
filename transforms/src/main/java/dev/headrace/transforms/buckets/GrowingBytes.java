package dev.headrace.transforms.buckets;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Bytes that are written one after another, to be read where they lie. Unlike {@link
 * java.io.ByteArrayOutputStream} it takes no lock at every byte; for use by one thread.
 */
class GrowingBytes extends OutputStream {
  private static final int FIRST_BYTES = 512;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** Makes room for so many bytes more. */
  private void require(int more) {
    if (bytes.length - size < more) {
      int doubled =
          bytes.length <= Integer.MAX_VALUE / 2 ? bytes.length * 2 : Integer.MAX_VALUE - 8;
      bytes = Arrays.copyOf(bytes, Math.max(doubled, Math.addExact(size, more)));
    }
  }

  @Override
  public final void write(int value) {
    require(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public final void write(byte[] source, int from, int length) {
    require(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  @Override
  public final void write(byte[] source) {
    write(source, 0, source.length);
  }

  final void putInt(int value) {
    require(Integer.BYTES);
    setInt(size, value);
    size += Integer.BYTES;
  }

  final void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  /** Leaves so many bytes to be set later. */
  final void skip(int count) {
    require(count);
    size += count;
  }

  /** Sets four bytes that have been written or skipped. */
  final void setInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  /** Sets a byte that has been written or skipped. */
  final void set(int at, int value) {
    bytes[at] = (byte) value;
  }

  final int size() {
    return size;
  }

  /** How many bytes there is room for. */
  final int capacity() {
    return bytes.length;
  }

  final void reset() {
    size = 0;
  }

  /** What has been written, and more behind it. */
  final byte[] buffer() {
    return bytes;
  }

  final byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
