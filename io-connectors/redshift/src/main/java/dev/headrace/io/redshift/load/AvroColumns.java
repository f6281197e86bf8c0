package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The columns for records of a schema, in the types that COPY takes without converting. */
final class AvroColumns {
  private static final int MAX_VARCHAR_BYTES = 65_535;

  private AvroColumns() {}

  static List<Column> of(Schema schema) {
    return schema.getFields().stream()
        .map(AvroColumns::column)
        .collect(ImmutableList.toImmutableList());
  }

  private static Column column(Schema.Field field) {
    Schema schema = field.schema();
    if (!schema.isUnion()) {
      return new Column(field.name(), type(field, schema), false);
    }
    List<Schema> types =
        schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    if (types.size() != 1) {
      throw notLoaded(field, schema);
    }
    return new Column(field.name(), type(field, types.get(0)), schema.isNullable());
  }

  private static String type(Schema.Field field, Schema type) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return "TIMESTAMP";
    }
    if (logical instanceof LogicalTypes.Date) {
      return "DATE";
    }
    if (logical != null) {
      throw notLoaded(field, type);
    }
    return switch (type.getType()) {
      case STRING -> "VARCHAR(" + maxBytes(field) + ")";
      case BOOLEAN -> "BOOLEAN";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "REAL";
      case DOUBLE -> "DOUBLE PRECISION";
      case ARRAY -> "SUPER";
      default -> throw notLoaded(field, type);
    };
  }

  private static IllegalArgumentException notLoaded(Schema.Field field, Schema type) {
    return new IllegalArgumentException(
        "The field " + field.name() + " has the type " + type + ", which is not loaded");
  }

  private static int maxBytes(Schema.Field field) {
    if (!(field.getObjectProp("maxBytes") instanceof Number bytes)) {
      return MAX_VARCHAR_BYTES;
    }
    checkArgument(
        bytes.intValue() >= 1 && bytes.intValue() <= MAX_VARCHAR_BYTES,
        "maxBytes of the field %s must be between 1 and %s, but is %s",
        field.name(),
        MAX_VARCHAR_BYTES,
        bytes);
    return bytes.intValue();
  }
}
