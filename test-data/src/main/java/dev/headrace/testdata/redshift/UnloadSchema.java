package dev.headrace.testdata.redshift;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Which Parquet type each column of an UNLOAD becomes; all are optional. */
final class UnloadSchema {
  private final MessageType type;
  private final List<TargetColumn> columns;

  private UnloadSchema(MessageType type, List<TargetColumn> columns) {
    this.type = type;
    this.columns = columns;
  }

  /**
   * @throws CopyException if a column has no type that goes into Parquet, or two have one name
   */
  static UnloadSchema of(List<TargetColumn> columns) throws CopyException {
    List<Type> fields = new ArrayList<>();
    for (TargetColumn column : columns) {
      if (fields.stream().anyMatch(field -> field.getName().equals(column.name()))) {
        throw CopyException.unsupported(
            "UNLOAD to PARQUET needs a name of its own for every column, but \"%s\" is there twice"
                .formatted(column.name()));
      }
      fields.add(field(column));
    }
    return new UnloadSchema(new MessageType("schema", fields), columns);
  }

  MessageType type() {
    return type;
  }

  /** A row of the values, which are PostgreSQL's texts. */
  Group row(List<@Nullable String> values) throws CopyException {
    Group row = new SimpleGroup(type);
    for (int i = 0; i < columns.size(); i++) {
      @Nullable String value = values.get(i);
      if (value != null) {
        UnloadValues.add(row, i, columns.get(i), value);
      }
    }
    return row;
  }

  private static Type field(TargetColumn column) throws CopyException {
    String name = column.name();
    return switch (column.type()) {
      case "bool" -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
      case "int2" ->
          Types.optional(PrimitiveTypeName.INT32)
              .as(LogicalTypeAnnotation.intType(16, true))
              .named(name);
      case "int4" -> Types.optional(PrimitiveTypeName.INT32).named(name);
      case "int8" -> Types.optional(PrimitiveTypeName.INT64).named(name);
      case "float4" -> Types.optional(PrimitiveTypeName.FLOAT).named(name);
      case "float8" -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case "varchar", "bpchar", "text", "name" -> binary(name, LogicalTypeAnnotation.stringType());
      case "jsonb" -> binary(name, LogicalTypeAnnotation.jsonType());
      case "numeric" -> decimal(column);
      case "date" ->
          Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType()).named(name);
      case "time" ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS))
              .named(name);
      case "timestamp", "timestamptz" ->
          Types.optional(PrimitiveTypeName.INT64)
              .as(LogicalTypeAnnotation.timestampType(column.isA("timestamptz"), TimeUnit.MICROS))
              .named(name);
      case "bytea" ->
          throw CopyException.unsupported(
              "VARBYTE column \"%s\" cannot be unloaded to PARQUET, only to text or CSV"
                  .formatted(name));
      default ->
          throw CopyException.unsupported(
              "Column \"%s\" of type %s cannot be unloaded to PARQUET"
                  .formatted(name, column.type()));
    };
  }

  private static Type binary(String name, LogicalTypeAnnotation annotation) {
    return Types.optional(PrimitiveTypeName.BINARY).as(annotation).named(name);
  }

  private static Type decimal(TargetColumn column) {
    int precision = column.resultPrecision();
    return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
        .length(RowEncoder.minimalBytes(precision))
        .as(LogicalTypeAnnotation.decimalType(column.scale(), precision))
        .named(column.name());
  }
}
