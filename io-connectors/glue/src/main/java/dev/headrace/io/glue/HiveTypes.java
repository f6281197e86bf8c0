package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The Hive type, as Glue and Athena write it, by which a Parquet column of an Avro type is read:
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html.
 */
final class HiveTypes {
  private static final int MAX_PRECISION = 38;
  // https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html
  private static final int MAX_LENGTH = 131_072;
  private static final String ALLOWED =
      "allowed are string, enum, boolean, int, long, float, double, bytes, decimal up to 38 digits,"
          + " date, timestamp-millis, timestamp-micros, arrays, maps and records of these,"
          + " and a union of null with one of them";

  private HiveTypes() {}

  /**
   * The type of a field.
   *
   * @throws IllegalArgumentException that names the field if Hive has no such type
   */
  static String of(Schema.Field field) {
    String type = of(field.name(), field.schema(), ImmutableSet.of());
    checkArgument(
        type.length() <= MAX_LENGTH,
        "The type of the field %s must be at most %s characters long, but has %s",
        field.name(),
        MAX_LENGTH,
        type.length());
    return type;
  }

  private static String of(String path, Schema schema, Set<String> within) {
    return switch (schema.getType()) {
      case STRING, ENUM -> "string";
      case BOOLEAN -> "boolean";
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case INT -> schema.getLogicalType() == null ? "int" : logical(path, schema);
      case LONG -> schema.getLogicalType() == null ? "bigint" : logical(path, schema);
      case BYTES -> schema.getLogicalType() == null ? "binary" : logical(path, schema);
      case FIXED -> logical(path, schema);
      case ARRAY -> "array<" + of(path + "[]", schema.getElementType(), within) + ">";
      case MAP -> "map<string," + of(path + "{}", schema.getValueType(), within) + ">";
      case RECORD -> struct(path, schema, within);
      case UNION -> of(path, notNull(path, schema), within);
      case NULL -> throw notAllowed(path, schema);
    };
  }

  private static String logical(String path, Schema schema) {
    LogicalType type = schema.getLogicalType();
    if (type instanceof LogicalTypes.Date) {
      return "date";
    }
    if (type instanceof LogicalTypes.TimestampMillis
        || type instanceof LogicalTypes.TimestampMicros
        || type instanceof LogicalTypes.LocalTimestampMillis
        || type instanceof LogicalTypes.LocalTimestampMicros) {
      return "timestamp";
    }
    if (type instanceof LogicalTypes.Decimal decimal && decimal.getPrecision() <= MAX_PRECISION) {
      return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    }
    throw notAllowed(path, schema);
  }

  private static String struct(String path, Schema schema, Set<String> within) {
    checkArgument(
        !within.contains(schema.getFullName()),
        "The field %s holds itself, by the record %s; no Hive type does",
        path,
        schema.getFullName());
    Set<String> deeper = Sets.union(within, Set.of(schema.getFullName()));
    Map<String, String> fields = new LinkedHashMap<>();
    for (Schema.Field field : schema.getFields()) {
      String inner = path + "." + field.name();
      String name = GlueNames.lowerCase(field.name());
      checkArgument(
          fields.put(name, of(inner, field.schema(), deeper)) == null,
          "The field %s must not differ from another by upper and lower case alone",
          inner);
    }
    checkArgument(!fields.isEmpty(), "The field %s is a record that must have fields", path);
    return fields.entrySet().stream()
        .map(field -> field.getKey() + ":" + field.getValue())
        .collect(Collectors.joining(",", "struct<", ">"));
  }

  private static Schema notNull(String path, Schema union) {
    List<Schema> others =
        union.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1) {
      throw notAllowed(path, union);
    }
    return others.get(0);
  }

  private static IllegalArgumentException notAllowed(String path, Schema schema) {
    return new IllegalArgumentException(
        "The field " + path + " has the type " + schema + "; " + ALLOWED);
  }
}
