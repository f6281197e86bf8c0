package dev.headrace.io.lake.parquet;

import dev.headrace.transforms.buckets.PackedRecord;
import dev.headrace.transforms.buckets.Types;
import dev.headrace.transforms.records.Contract;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** Writes packed records as Parquet straight from their bytes, but for the partition's field. */
@SuppressWarnings(
    "deprecation") // Parquet still asks for a method that takes a Configuration of Hadoop
final class PackedWriteSupport extends WriteSupport<PackedRecord> {
  private static final String AVRO_SCHEMA = "parquet.avro.schema";

  private final Schema stored;
  private final Column[] columns;
  private final AvroCursor cursor = new AvroCursor();
  private @Nullable RecordConsumer consumer;

  /**
   * A column.
   *
   * @param index in the file, or -1 if it is not in there
   * @param nullBranch the branch of the union that is null, or -1 if there is no union
   */
  private record Column(String name, int index, Schema type, int nullBranch, int decimalBytes) {

    static Column of(String name, int index, Schema schema) {
      Schema type = Types.nonNull(schema);
      int nullBranch = schema.isUnion() ? schema.getIndexNamed("null") : -1;
      int decimalBytes =
          type.getLogicalType() instanceof LogicalTypes.Decimal decimal
              ? ParquetSchema.bytesOf(decimal.getPrecision())
              : 0;
      return new Column(name, index, type, nullBranch, decimalBytes);
    }
  }

  PackedWriteSupport(Schema schema, @Nullable String partition) {
    this.stored = partition == null ? schema : Contract.without(schema, partition);
    this.columns =
        schema.getFields().stream()
            .map(
                field ->
                    Column.of(
                        field.name(),
                        stored.getField(field.name()) == null
                            ? -1
                            : stored.getField(field.name()).pos(),
                        field.schema()))
            .toArray(Column[]::new);
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ParquetSchema.of(stored), Map.of(AVRO_SCHEMA, stored.toString()));
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(PackedRecord record) {
    RecordConsumer out = Objects.requireNonNull(consumer);
    cursor.start(record.bytes(), record.dataOffset());
    out.startMessage();
    for (Column column : columns) {
      if (column.nullBranch >= 0 && cursor.readInt() == column.nullBranch) {
        continue;
      }
      if (column.index < 0) {
        skip(column.type);
      } else {
        out.startField(column.name, column.index);
        value(column, out);
        out.endField(column.name, column.index);
      }
    }
    out.endMessage();
  }

  private void value(Column column, RecordConsumer out) {
    switch (column.type.getType()) {
      case STRING -> out.addBinary(binary(cursor.readInt()));
      case BYTES -> bytes(column, cursor.readInt(), out);
      case FIXED -> bytes(column, column.type.getFixedSize(), out);
      case BOOLEAN -> out.addBoolean(cursor.readBoolean());
      case INT -> out.addInteger(cursor.readInt());
      case LONG -> out.addLong(cursor.readLong());
      case FLOAT -> out.addFloat(cursor.readFloat());
      case DOUBLE -> out.addDouble(cursor.readDouble());
      case ARRAY -> list(Column.of("element", 0, column.type.getElementType()), out);
      default -> throw new IllegalArgumentException("A lake has no column of " + column.type);
    }
  }

  private void bytes(Column column, int length, RecordConsumer out) {
    if (column.decimalBytes == 0) {
      out.addBinary(binary(length));
      return;
    }
    int start = cursor.skip(length);
    byte[] padded = new byte[column.decimalBytes];
    int missing = padded.length - length;
    if (missing > 0 && cursor.array()[start] < 0) {
      Arrays.fill(padded, 0, missing, (byte) -1);
    }
    int cut = Math.max(-missing, 0);
    System.arraycopy(cursor.array(), start + cut, padded, Math.max(missing, 0), length - cut);
    out.addBinary(Binary.fromConstantByteArray(padded));
  }

  private Binary binary(int length) {
    return Binary.fromConstantByteArray(cursor.array(), cursor.skip(length), length);
  }

  /** Three levels: the list, its elements, and the value of each. */
  private void list(Column element, RecordConsumer out) {
    out.startGroup();
    int count = cursor.readInt();
    if (count > 0) {
      out.startField("list", 0);
      for (; count > 0; count = cursor.readInt()) {
        for (int i = 0; i < count; i++) {
          out.startGroup();
          if (element.nullBranch < 0 || cursor.readInt() != element.nullBranch) {
            out.startField(element.name, 0);
            value(element, out);
            out.endField(element.name, 0);
          }
          out.endGroup();
        }
      }
      out.endField("list", 0);
    }
    out.endGroup();
  }

  /** A partition is by a date or a text. */
  private void skip(Schema type) {
    if (type.getType() == Schema.Type.STRING) {
      cursor.skip(cursor.readInt());
    } else {
      cursor.readInt();
    }
  }
}
