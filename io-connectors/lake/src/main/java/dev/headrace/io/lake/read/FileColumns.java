package dev.headrace.io.lake.read;

import dev.headrace.transforms.schemas.SchemaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The columns that are read of one file, and how a record is made of them. */
final class FileColumns {
  private static final String AVRO_SCHEMA = "parquet.avro.schema";

  private final Schema target;
  private final Schema stored;
  private final List<Column> columns = new ArrayList<>();

  /** Where a field of the target has its value from: a column of the file, or all rows alike. */
  private record Column(int from, Widening widening, @Nullable Object constant) {}

  /**
   * Matches a file with the schema it is to be read in.
   *
   * @throws IllegalArgumentException that names the dataset, the column, both types and the file,
   *     if a value of the file cannot be one of the schema
   */
  FileColumns(Source source, Schema whole, Schema target) {
    this.target = target;
    List<Field> read = new ArrayList<>();
    for (Field field : target.getFields()) {
      columns.add(column(source, whole, field, read));
    }
    Schema file = source.schema();
    this.stored =
        Schema.createRecord(file.getName(), file.getDoc(), file.getNamespace(), false, read);
  }

  /** A file as far as its names and types go. */
  record Source(String dataset, String uri, Schema schema, @Nullable PartitionPath partition) {}

  private static Column column(Source source, Schema whole, Field field, List<Field> read) {
    Field old = source.schema().getField(field.name());
    if (old != null) {
      if (!SchemaRules.isReadableAs(old.schema(), field.schema())) {
        throw refuse(source, field, "is " + SchemaRules.describe(old.schema()));
      }
      read.add(new Field(old, old.schema()));
      return new Column(read.size() - 1, Widening.of(old.schema(), field.schema()), null);
    }
    PartitionPath partition = source.partition();
    if (partition != null && partition.field().equals(field.name())) {
      return new Column(-1, Widening.NONE, partition.valueAs(field.schema()));
    }
    Field other = SchemaRules.renamedFrom(field, source.schema(), whole);
    if (other != null) {
      throw refuse(
          source,
          field,
          "is there as %s (%s)".formatted(other.name(), SchemaRules.describe(other.schema())));
    }
    if (!field.schema().isNullable()) {
      throw refuse(source, field, "is not there, and cannot be null");
    }
    return new Column(-1, Widening.NONE, null);
  }

  private static IllegalArgumentException refuse(Source source, Field field, String what) {
    return new IllegalArgumentException(
        "The dataset \"%s\" cannot be read with %s as %s: in %s it %s"
            .formatted(
                source.dataset(),
                field.name(),
                SchemaRules.describe(field.schema()),
                source.uri(),
                what));
  }

  /** Reads these columns of a file and no others. */
  ReadSupport<GenericRecord> readSupport() {
    return new AvroReadSupport<>(new GenericData()) {
      @Override
      public ReadContext init(
          ParquetConfiguration settings, Map<String, String> metadata, MessageType file) {
        List<Type> types =
            stored.getFields().stream().map(field -> file.getType(field.name())).toList();
        return new ReadContext(new MessageType(file.getName(), types), Map.of());
      }

      @Override
      public RecordMaterializer<GenericRecord> prepareForRead(
          ParquetConfiguration settings,
          Map<String, String> metadata,
          MessageType file,
          ReadContext context) {
        return super.prepareForRead(
            settings, Map.of(AVRO_SCHEMA, stored.toString()), file, context);
      }
    };
  }

  /** The record of the target's schema that a row of the file stands for. */
  GenericRecord toRecord(GenericRecord row) {
    GenericRecord record = new GenericData.Record(target);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      record.put(
          i, column.from < 0 ? column.constant : column.widening.widen(row.get(column.from)));
    }
    return record;
  }
}
