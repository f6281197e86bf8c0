package dev.headrace.transforms.records;

/**
 * A piece of a body, as it stands there.
 *
 * @param bytes the piece, or its beginning if it is too long
 * @param offset of its first byte in the body
 * @param length of the whole piece
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only carries the bytes on
record Slice(byte[] bytes, long offset, long length) {
  static final int MAX_BYTES = ByteLines.MAX_LINE_BYTES;

  /** What is kept of a piece with more than {@link #MAX_BYTES}. */
  static final int KEPT_OF_TOO_LONG = 64 << 10;

  boolean isTooLong() {
    return length > bytes.length;
  }
}
