package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a dataset look like: an Avro schema whose fields say where in the source's
 * JSON they come from.
 *
 * <p>A field takes these properties, all optional:
 *
 * <ul>
 *   <li>{@code path}: JSON Pointer of the value in the source; default is {@code /} and the field's
 *       name
 *   <li>{@code from}: how the source writes a time: {@code epoch-millis} or {@code iso-8601};
 *       default is {@code iso-8601}
 *   <li>{@code split}: separator of a list that the source writes as one text
 *   <li>{@code min}, {@code max}: smallest and largest number allowed
 *   <li>{@code maxBytes}: longest text allowed, in bytes of UTF-8; default is 65,535, the most that
 *       a Redshift VARCHAR holds
 *       (https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html)
 * </ul>
 *
 * <p>Types: string, boolean, int, long, float, double, timestamp-micros, date, arrays of these, and
 * a union of null with one of them. A field that is not a union with null has to have a value.
 */
public final class Contract implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_VARCHAR_BYTES = 65_535;

  private final Schema schema;
  private final List<Field> fields;

  private record Field(String name, JsonPointer path, boolean nullable, ValueReader reader)
      implements Serializable {}

  private Contract(Schema schema) {
    this.schema = schema;
    this.fields = schema.getFields().stream().map(Contract::field).toList();
  }

  /**
   * Reads a contract from an Avro schema.
   *
   * @throws IllegalArgumentException if a field has a type or property that is not allowed
   */
  public static Contract of(Schema schema) {
    return new Contract(schema);
  }

  /**
   * Reads a contract from an Avro schema file on the class path.
   *
   * @param name of the resource, as {@link Class#getResourceAsStream} takes it
   */
  public static Contract ofResource(Class<?> near, String name) {
    try (InputStream file = near.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalArgumentException("There is no resource \"" + name + "\" near " + near);
      }
      return of(new Schema.Parser().parse(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read the resource \"" + name + "\"", e);
    }
  }

  /** The schema of the records. */
  public Schema schema() {
    return schema;
  }

  /** The schema but for one field: what lies in a file whose path tells the field. */
  public Schema schemaWithout(String field) {
    return without(schema, field);
  }

  /** A schema but for one of its fields. */
  public static Schema without(Schema schema, String name) {
    List<Schema.Field> others =
        schema.getFields().stream()
            .filter(field -> !field.name().equals(name))
            .map(field -> new Schema.Field(field, field.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, others);
  }

  /**
   * The record that a source's JSON object stands for.
   *
   * @throws BadRecordException that names the first field at fault
   */
  GenericRecord conform(JsonNode source) throws BadRecordException {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < fields.size(); i++) {
      record.put(i, value(fields.get(i), source));
    }
    return record;
  }

  private static @Nullable Object value(Field field, JsonNode source) throws BadRecordException {
    JsonNode node = source.at(field.path);
    if (node.isMissingNode() || node.isNull()) {
      if (field.nullable) {
        return null;
      }
      throw new BadRecordException(
          Reason.MISSING_VALUE, field.name + " (" + field.path + ") has no value");
    }
    try {
      return field.reader.read(node);
    } catch (BadRecordException e) {
      throw new BadRecordException(e.reason(), field.name + " (" + field.path + ") " + e.detail());
    }
  }

  private static Field field(Schema.Field field) {
    Schema type = field.schema();
    boolean nullable = type.isNullable();
    if (type.isUnion()) {
      List<Schema> others =
          type.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
      if (others.size() != 1) {
        throw notAllowed(field, type);
      }
      type = others.get(0);
    }
    return new Field(field.name(), path(field), nullable, reader(field, type));
  }

  private static JsonPointer path(Schema.Field field) {
    Object path = field.getObjectProp("path");
    try {
      return JsonPointer.compile(path == null ? "/" + field.name() : (String) path);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IllegalArgumentException(
          "\"path\" of the field "
              + field.name()
              + " must be a JSON Pointer such as /properties/"
              + field.name()
              + ", but is "
              + path,
          e);
    }
  }

  private static ValueReader reader(Schema.Field field, Schema type) {
    if (type.getType() == Schema.Type.ARRAY) {
      ValueReader element = scalar(field, type.getElementType());
      String separator = field.getProp("split");
      return separator == null ? ValueReader.list(element) : ValueReader.split(separator, element);
    }
    return scalar(field, type);
  }

  private static ValueReader scalar(Schema.Field field, Schema type) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return ValueReader.timestampMicros(instant(field));
    }
    if (logical instanceof LogicalTypes.Date) {
      return ValueReader.date(instant(field));
    }
    if (logical != null) {
      throw notAllowed(field, type);
    }
    return switch (type.getType()) {
      case STRING -> ValueReader.text(intProperty(field, "maxBytes", MAX_VARCHAR_BYTES));
      case BOOLEAN -> ValueReader.bool();
      case INT -> limited(field, ValueReader.int32());
      case LONG -> limited(field, ValueReader.int64());
      case FLOAT -> limited(field, ValueReader.float32());
      case DOUBLE -> limited(field, ValueReader.float64());
      default -> throw notAllowed(field, type);
    };
  }

  private static ValueReader instant(Schema.Field field) {
    String from = Objects.requireNonNullElse(field.getProp("from"), "iso-8601");
    return switch (from) {
      case "epoch-millis" -> ValueReader.instant(true);
      case "iso-8601" -> ValueReader.instant(false);
      default ->
          throw new IllegalArgumentException(
              "\"from\" of the field "
                  + field.name()
                  + " must be epoch-millis or iso-8601, but is \""
                  + from
                  + "\"");
    };
  }

  private static ValueReader limited(Schema.Field field, ValueReader number) {
    Double min = doubleProperty(field, "min");
    Double max = doubleProperty(field, "max");
    return min == null && max == null ? number : ValueReader.between(number, min, max);
  }

  private static @Nullable Double doubleProperty(Schema.Field field, String name) {
    Object value = field.getObjectProp(name);
    if (value != null && !(value instanceof Number)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" of the field " + field.name() + " must be a number, but is " + value);
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
