package dev.headrace.transforms.buckets;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record in Avro's binary encoding. It does what Avro's own writer does for the types of
 * contracts, without looking for conversions and for a union's branch at every value.
 */
final class RecordWriter {
  private final Schema[] types;

  RecordWriter(Schema schema) {
    types = schema.getFields().stream().map(Schema.Field::schema).toArray(Schema[]::new);
  }

  void write(GenericRecord record, GrowingBytes out) {
    for (int i = 0; i < types.length; i++) {
      write(types[i], record.get(i), out);
    }
  }

  private void write(Schema type, @Nullable Object value, GrowingBytes out) {
    if (type.isUnion()) {
      writeUnion(type.getTypes(), value, out);
      return;
    }
    if (value == null) {
      throw new IllegalArgumentException("A value of " + type + " is null");
    }
    switch (type.getType()) {
      case STRING -> writeText(value instanceof Utf8 utf8 ? utf8 : new Utf8(value.toString()), out);
      case BOOLEAN -> out.write((Boolean) value ? 1 : 0);
      case INT -> writeNumber((Integer) value, out);
      case LONG -> writeNumber((Long) value, out);
      case FLOAT -> out.putInt(Integer.reverseBytes(Float.floatToRawIntBits((Float) value)));
      case DOUBLE -> out.putLong(Long.reverseBytes(Double.doubleToRawLongBits((Double) value)));
      case BYTES -> writeBytes(((ByteBuffer) value).duplicate(), out);
      case FIXED -> out.write(((GenericFixed) value).bytes());
      case ARRAY -> writeArray(type.getElementType(), (Collection<?>) value, out);
      default -> throw new IllegalArgumentException("A contract has no field of " + type);
    }
  }

  private void writeUnion(List<Schema> types, @Nullable Object value, GrowingBytes out) {
    int branch = 0;
    while ((types.get(branch).getType() == Schema.Type.NULL) != (value == null)) {
      branch++;
    }
    writeNumber(branch, out);
    if (value != null) {
      write(types.get(branch), value, out);
    }
  }

  private void writeArray(Schema type, Collection<?> values, GrowingBytes out) {
    if (!values.isEmpty()) {
      writeNumber(values.size(), out);
      for (Object value : values) {
        write(type, value, out);
      }
    }
    writeNumber(0, out);
  }

  private static void writeText(Utf8 text, GrowingBytes out) {
    writeNumber(text.getByteLength(), out);
    out.write(text.getBytes(), 0, text.getByteLength());
  }

  private static void writeBytes(ByteBuffer value, GrowingBytes out) {
    writeNumber(value.remaining(), out);
    while (value.hasRemaining()) {
      out.write(value.get());
    }
  }

  /** Small numbers take few bytes, whatever their sign. */
  private static void writeNumber(long value, GrowingBytes out) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7F) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
