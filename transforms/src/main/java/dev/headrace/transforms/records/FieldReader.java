package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.Serializable;
import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How one field of a contract is read; see {@link Contract} for the properties it goes by.
 *
 * @param position of the field in the schema
 * @param path where the value is in the source
 */
record FieldReader(
    int position, String name, JsonPointer path, boolean nullable, ValueReader reader)
    implements Serializable {
  private static final int MAX_VARCHAR_BYTES = 65_535;

  static FieldReader of(Schema.Field field) {
    Schema type = field.schema();
    if (type.isUnion()) {
      type = nonNull(field, type);
    }
    return new FieldReader(
        field.pos(), field.name(), path(field), field.schema().isNullable(), reader(field, type));
  }

  private static Schema nonNull(Schema.Field field, Schema union) {
    var others = union.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1) {
      throw notAllowed(field, union);
    }
    return others.get(0);
  }

  private static JsonPointer path(Schema.Field field) {
    Object path = field.getObjectProp("path");
    try {
      return JsonPointer.compile(path == null ? "/" + field.name() : (String) path);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IllegalArgumentException(
          "\"path\" of the field %s must be a JSON Pointer such as /properties/%s, but is %s"
              .formatted(field.name(), field.name(), path),
          e);
    }
  }

  private static ValueReader reader(Schema.Field field, Schema type) {
    if (type.getType() == Schema.Type.ARRAY) {
      ValueReader element = scalar(field, type.getElementType());
      String separator = field.getProp("split");
      return separator == null ? TextReaders.list(element) : TextReaders.split(separator, element);
    }
    return scalar(field, type);
  }

  private static ValueReader scalar(Schema.Field field, Schema type) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return TimeReaders.timestampMicros(instant(field));
    }
    if (logical instanceof LogicalTypes.Date) {
      return TimeReaders.date(instant(field));
    }
    if (logical != null) {
      throw notAllowed(field, type);
    }
    return switch (type.getType()) {
      case STRING -> text(field, intProperty(field, "maxBytes", MAX_VARCHAR_BYTES));
      case BOOLEAN -> TextReaders.bool();
      case INT -> limited(field, NumberReaders.int32());
      case LONG -> limited(field, NumberReaders.int64());
      case FLOAT -> limited(field, NumberReaders.float32());
      case DOUBLE -> limited(field, NumberReaders.float64());
      default -> throw notAllowed(field, type);
    };
  }

  private static ValueReader text(Schema.Field field, int maxBytes) {
    return "json".equals(field.getProp("from"))
        ? TextReaders.json(maxBytes)
        : TextReaders.text(maxBytes);
  }

  private static TimeReaders.InstantReader instant(Schema.Field field) {
    String from = Objects.requireNonNullElse(field.getProp("from"), "iso-8601");
    return switch (from) {
      case "epoch-millis" -> TimeReaders::epochMillis;
      case "iso-8601" -> TimeReaders::iso8601;
      default ->
          throw new IllegalArgumentException(
              "\"from\" of the field %s must be epoch-millis or iso-8601, but is \"%s\""
                  .formatted(field.name(), from));
    };
  }

  private static ValueReader limited(Schema.Field field, ValueReader number) {
    Double min = doubleProperty(field, "min");
    Double max = doubleProperty(field, "max");
    return min == null && max == null ? number : NumberReaders.between(number, min, max);
  }

  private static @Nullable Double doubleProperty(Schema.Field field, String name) {
    Object value = field.getObjectProp(name);
    if (value != null && !(value instanceof Number)) {
      throw new IllegalArgumentException(
          "\"%s\" of the field %s must be a number, but is %s"
              .formatted(name, field.name(), value));
    }
    return value == null ? null : Double.valueOf(((Number) value).doubleValue());
  }

  private static int intProperty(Schema.Field field, String name, int otherwise) {
    Double value = doubleProperty(field, name);
    return value == null ? otherwise : value.intValue();
  }

  private static IllegalArgumentException notAllowed(Schema.Field field, Schema type) {
    return new IllegalArgumentException(
        "The field "
            + field.name()
            + " has the type "
            + type
            + ", and allowed are string, boolean, int, long, float, double, timestamp-micros,"
            + " date, arrays of these and a union of null with one of them");
  }
}
