package dev.headrace.io.redshift.write;

import dev.headrace.io.redshift.rows.RowColumn;
import dev.headrace.io.redshift.rows.StagedRow;
import dev.headrace.io.redshift.types.ParquetTypes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes checked rows as Parquet. */
@SuppressWarnings(
    "deprecation") // Parquet still asks for a method that takes a Configuration of Hadoop
final class StagedRowSupport extends WriteSupport<StagedRow> {
  private final List<RowColumn> columns;
  private @Nullable RecordConsumer consumer;

  StagedRowSupport(List<RowColumn> columns) {
    this.columns = columns;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    List<Type> fields =
        columns.stream()
            .<Type>map(column -> ParquetTypes.of(column.name(), column.type(), column.nullable()))
            .toList();
    return new WriteContext(new MessageType("row", fields), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(StagedRow row) {
    RecordConsumer out = Objects.requireNonNull(consumer);
    out.startMessage();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.value(i);
      if (value != null) {
        out.startField(columns.get(i).name(), i);
        add(out, value);
        out.endField(columns.get(i).name(), i);
      }
    }
    out.endMessage();
  }

  private static void add(RecordConsumer out, Object value) {
    if (value instanceof byte[] bytes) {
      out.addBinary(Binary.fromConstantByteArray(bytes));
    } else if (value instanceof Long number) {
      out.addLong(number);
    } else if (value instanceof Integer number) {
      out.addInteger(number);
    } else if (value instanceof Double number) {
      out.addDouble(number);
    } else if (value instanceof Float number) {
      out.addFloat(number);
    } else {
      out.addBoolean((Boolean) value);
    }
  }
}
