package dev.headrace.transforms.buckets;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes values so that their bytes, compared as unsigned ones, have the values' order: null first,
 * numbers by size, texts by UTF-8. Several values one after another compare like a tuple.
 */
final class OrderedBytes extends GrowingBytes {
  private static final int DECIMAL_BYTES = 17; // 38 digits take 16, and one more for the sign

  static void requireOrder(String what, Schema.Field field) {
    Schema type = Types.nonNull(field.schema());
    checkArgument(
        switch (type.getType()) {
          case STRING, BOOLEAN, INT, LONG, FLOAT, DOUBLE, BYTES, FIXED, ENUM -> true;
          default -> false;
        },
        "%s must be a text, number, boolean, date or time, but %s is %s",
        what,
        field.name(),
        type);
  }

  void put(Schema type, @Nullable Object value) {
    if (type.isUnion()) {
      write(value == null ? 0 : 1);
      if (value != null) {
        put(Types.nonNull(type), value);
      }
      return;
    }
    if (value == null) {
      throw new IllegalArgumentException("A value of " + type + " is null");
    }
    switch (type.getType()) {
      case STRING, ENUM -> putText(value);
      case BOOLEAN -> write((Boolean) value ? 1 : 0);
      case INT -> putInt((Integer) value ^ Integer.MIN_VALUE);
      case LONG -> putLong((Long) value ^ Long.MIN_VALUE);
      case FLOAT -> putInt(ordered(Float.floatToIntBits((Float) value)));
      case DOUBLE -> putLong(ordered(Double.doubleToLongBits((Double) value)));
      case BYTES -> putBytes(type, bytes((ByteBuffer) value));
      case FIXED -> putBytes(type, ((GenericFixed) value).bytes());
      default -> throw new IllegalArgumentException("Values of " + type + " have no order");
    }
  }

  private void putText(Object value) {
    Utf8 text = value instanceof Utf8 utf8 ? utf8 : new Utf8(value.toString());
    putEscaped(text.getBytes(), text.getByteLength());
  }

  private void putBytes(Schema type, byte[] bytes) {
    if (type.getLogicalType() == null) {
      putEscaped(bytes, bytes.length);
      return;
    }
    BigInteger unscaled = new BigInteger(bytes);
    byte[] digits = unscaled.toByteArray();
    int sign = unscaled.signum() < 0 ? 0xFF : 0;
    for (int i = digits.length; i < DECIMAL_BYTES; i++) {
      write(i == digits.length ? sign ^ 0x80 : sign);
    }
    write(digits, 0, digits.length);
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }

  /** A zero ends the value, so a zero within it gets a byte behind it that no end has. */
  private void putEscaped(byte[] bytes, int length) {
    int written = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        write(bytes, written, i + 1 - written);
        write(0xFF);
        written = i + 1;
      }
    }
    write(bytes, written, length - written);
    write(0);
    write(0);
  }

  private static int ordered(int bits) {
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  private static long ordered(long bits) {
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }
}
