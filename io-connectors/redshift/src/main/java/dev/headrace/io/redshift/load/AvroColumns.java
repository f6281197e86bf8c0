package dev.headrace.io.redshift.load;

import com.google.common.collect.ImmutableList;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.types.Kind;
import dev.headrace.io.redshift.types.RedshiftType;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The columns for records of a schema, in the types that COPY takes without converting. */
final class AvroColumns {
  // What a VARBYTE holds that is given no length:
  // https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_type.html
  private static final int DEFAULT_VARBYTE_BYTES = 64_000;

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
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return sized(field, Kind.DECIMAL, decimal.getPrecision(), decimal.getScale());
    }
    if (logical != null) {
      throw notLoaded(field, type);
    }
    return switch (type.getType()) {
      case STRING -> sized(field, Kind.VARCHAR, maxBytes(field, RedshiftType.MAX_VARCHAR_BYTES), 0);
      case BYTES -> sized(field, Kind.VARBYTE, maxBytes(field, DEFAULT_VARBYTE_BYTES), 0);
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

  private static int maxBytes(Schema.Field field, int otherwise) {
    return field.getObjectProp("maxBytes") instanceof Number bytes ? bytes.intValue() : otherwise;
  }

  private static String sized(Schema.Field field, Kind kind, int size, int scale) {
    try {
      return new RedshiftType(kind, size, scale).sql();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The field " + field.name() + " is not loaded: " + e.getMessage(), e);
    }
  }
}
