package dev.headrace.io.lake.read;

import static dev.headrace.transforms.buckets.Types.nonNull;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Makes a value of one type that of another which can hold it; null stays null. */
@FunctionalInterface
interface Widening {
  Widening NONE = value -> value;

  @Nullable Object widen(@Nullable Object value);

  /** What is to be done to values of a type that is {@code readable as} another. */
  static Widening of(Schema from, Schema to) {
    Schema before = nonNull(from);
    Schema after = nonNull(to);
    if (after.getLogicalType() instanceof LogicalTypes.Decimal) {
      return value -> value == null ? null : decimal(bytes(value), after);
    }
    if (after.getType() == Schema.Type.ARRAY) {
      Widening element = of(before.getElementType(), after.getElementType());
      return value -> value == null ? null : list((Collection<?>) value, element, after);
    }
    if (before.getType() == after.getType()) {
      return NONE;
    }
    return after.getType() == Schema.Type.LONG
        ? value -> value == null ? null : (Object) ((Number) value).longValue()
        : value -> value == null ? null : (Object) ((Number) value).doubleValue();
  }

  private static Object list(Collection<?> values, Widening element, Schema type) {
    GenericData.Array<Object> list = new GenericData.Array<>(values.size(), type);
    for (Object value : values) {
      list.add(element.widen(value));
    }
    return list;
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** A file pads a decimal to the bytes that its own precision takes. */
  private static Object decimal(byte[] padded, Schema type) {
    byte[] shortest = new BigInteger(padded).toByteArray();
    if (type.getType() == Schema.Type.BYTES) {
      return ByteBuffer.wrap(shortest);
    }
    byte[] fixed = new byte[type.getFixedSize()];
    int missing = fixed.length - shortest.length;
    Arrays.fill(fixed, 0, missing, (byte) (shortest[0] < 0 ? -1 : 0));
    System.arraycopy(shortest, 0, fixed, missing, shortest.length);
    return new GenericData.Fixed(type, fixed);
  }
}
