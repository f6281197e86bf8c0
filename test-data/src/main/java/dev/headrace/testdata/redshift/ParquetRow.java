package dev.headrace.testdata.redshift;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The row that a Parquet reader is at; the next one takes its place. Values are kept as they come.
 * Only fields that become JSON are made a group of.
 */
final class ParquetRow extends RecordMaterializer<ParquetRow> {
  private final List<Cell> cells;
  private final @Nullable GroupRecordConverter json;
  private final Root root;

  private static final class Cell extends PrimitiveConverter {
    private boolean present;
    private long bits;
    private Binary bytes = Binary.EMPTY;

    @Override
    public void addBoolean(boolean value) {
      addLong(value ? 1 : 0);
    }

    @Override
    public void addInt(int value) {
      addLong(value);
    }

    @Override
    public void addLong(long value) {
      present = true;
      bits = value;
    }

    @Override
    public void addFloat(float value) {
      addLong(Float.floatToIntBits(value));
    }

    @Override
    public void addDouble(double value) {
      addLong(Double.doubleToLongBits(value));
    }

    @Override
    public void addBinary(Binary value) {
      present = true;
      bytes = value;
    }
  }

  private final class Root extends GroupConverter {
    private final List<? extends Converter> fields;

    Root(List<? extends Converter> fields) {
      this.fields = fields;
    }

    @Override
    public Converter getConverter(int field) {
      return fields.get(field);
    }

    @Override
    public void start() {
      for (Cell cell : cells) {
        cell.present = false;
      }
      if (json != null) {
        json.getRootConverter().start();
      }
    }

    @Override
    public void end() {
      if (json != null) {
        json.getRootConverter().end();
      }
    }
  }

  /**
   * @param jsonFields which fields become JSON
   */
  ParquetRow(MessageType schema, Set<Integer> jsonFields) {
    json = jsonFields.isEmpty() ? null : new GroupRecordConverter(schema);
    cells = IntStream.range(0, schema.getFieldCount()).mapToObj(field -> new Cell()).toList();
    root =
        new Root(
            IntStream.range(0, schema.getFieldCount())
                .mapToObj(field -> jsonFields.contains(field) ? jsonConverter(field) : cell(field))
                .toList());
  }

  private Converter jsonConverter(int field) {
    return Objects.requireNonNull(json).getRootConverter().getConverter(field);
  }

  private Cell cell(int field) {
    return cells.get(field);
  }

  @Override
  public ParquetRow getCurrentRecord() {
    return this;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  /** Whether the field has a value. */
  boolean has(int field) {
    return cell(field).present
        || (json != null && json.getCurrentRecord().getFieldRepetitionCount(field) > 0);
  }

  boolean bool(int field) {
    return cell(field).bits != 0;
  }

  int int32(int field) {
    return (int) cell(field).bits;
  }

  long int64(int field) {
    return cell(field).bits;
  }

  float float32(int field) {
    return Float.intBitsToFloat((int) cell(field).bits);
  }

  double float64(int field) {
    return Double.longBitsToDouble(cell(field).bits);
  }

  /** The bytes, which are not to be changed. */
  byte[] bytes(int field) {
    return cell(field).bytes.getBytesUnsafe();
  }

  /** The row with the fields that become JSON, if there are some. */
  Group json() {
    return Objects.requireNonNull(json).getCurrentRecord();
  }
}
