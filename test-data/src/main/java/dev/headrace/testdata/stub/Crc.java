package dev.headrace.testdata.stub;

/**
 * Calculates the CRC-32 of bytes put together from the CRC-32 of the parts, without the bytes:
 * appending {@code n} bytes multiplies the first checksum, as a polynomial over GF(2), by {@code
 * x^(8n)}.
 */
final class Crc {

  /** The generator of RFC 1952, with the coefficient of {@code x^0} in the highest bit. */
  private static final int GENERATOR = 0xEDB88320;

  private static final int ONE = 1 << 31;
  private static final int X_TO_THE_8 = 1 << 23;

  private Crc() {}

  static int joined(int first, int second, long secondLength) {
    return times(first, shift(secondLength)) ^ second;
  }

  static int repeated(int unit, long unitLength, long count) {
    int result = 0;
    long resultLength = 0;
    // From the highest bit of the count down: double, and append one where the bit is set.
    for (int bit = 63 - Long.numberOfLeadingZeros(count); bit >= 0; bit--) {
      result = joined(result, result, resultLength);
      resultLength *= 2;
      if ((count >> bit & 1) == 1) {
        result = joined(result, unit, unitLength);
        resultLength += unitLength;
      }
    }
    return result;
  }

  /** {@code x^(8 * bytes)}. */
  private static int shift(long bytes) {
    int result = ONE;
    int square = X_TO_THE_8;
    for (long left = bytes; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = times(result, square);
      }
      square = times(square, square);
    }
    return result;
  }

  private static int times(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int mask = ONE; mask != 0; mask >>>= 1) {
      if ((a & mask) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ GENERATOR : shifted >>> 1;
    }
    return product;
  }
}
