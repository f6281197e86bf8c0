package dev.headrace.io.lake.parquet;

/** Reads values in Avro's binary encoding out of an array, without copying them. */
final class AvroCursor {
  private byte[] bytes = {};
  private int at;

  void start(byte[] array, int offset) {
    bytes = array;
    at = offset;
  }

  byte[] array() {
    return bytes;
  }

  /** A whole number, which Avro writes in zigzag and seven bits a byte. */
  long readLong() {
    long zigzag = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      zigzag |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
  }

  int readInt() {
    return (int) readLong();
  }

  boolean readBoolean() {
    return bytes[at++] != 0;
  }

  float readFloat() {
    return Float.intBitsToFloat((int) littleEndian(4));
  }

  double readDouble() {
    return Double.longBitsToDouble(littleEndian(8));
  }

  private long littleEndian(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value |= (bytes[at + i] & 0xFFL) << (8 * i);
    }
    at += length;
    return value;
  }

  /** Goes past so many bytes, and tells where they begin. */
  int skip(int length) {
    int start = at;
    at += length;
    return start;
  }
}
