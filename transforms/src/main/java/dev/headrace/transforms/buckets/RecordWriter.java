package dev.headrace.transforms.buckets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
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

  void write(GenericRecord record, Encoder out) throws IOException {
    for (int i = 0; i < types.length; i++) {
      write(types[i], record.get(i), out);
    }
  }

  private void write(Schema type, @Nullable Object value, Encoder out) throws IOException {
    if (type.isUnion()) {
      writeUnion(type.getTypes(), value, out);
      return;
    }
    if (value == null) {
      throw new IllegalArgumentException("A value of " + type + " is null");
    }
    switch (type.getType()) {
      case STRING ->
          out.writeString(value instanceof Utf8 utf8 ? utf8 : new Utf8(value.toString()));
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT -> out.writeInt((Integer) value);
      case LONG -> out.writeLong((Long) value);
      case FLOAT -> out.writeFloat((Float) value);
      case DOUBLE -> out.writeDouble((Double) value);
      case BYTES -> out.writeBytes((ByteBuffer) value);
      case FIXED -> out.writeFixed(((GenericFixed) value).bytes());
      case ARRAY -> writeArray(type.getElementType(), (Collection<?>) value, out);
      default -> throw new IllegalArgumentException("A contract has no field of " + type);
    }
  }

  private void writeUnion(List<Schema> types, @Nullable Object value, Encoder out)
      throws IOException {
    int branch = 0;
    while ((types.get(branch).getType() == Schema.Type.NULL) != (value == null)) {
      branch++;
    }
    out.writeIndex(branch);
    if (value != null) {
      write(types.get(branch), value, out);
    }
  }

  private void writeArray(Schema type, Collection<?> values, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(values.size());
    for (Object value : values) {
      out.startItem();
      write(type, value, out);
    }
    out.writeArrayEnd();
  }
}
