package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.Serializable;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How one field of a contract is read; see {@link Contract} for the properties it goes by.
 *
 * @param position of the field in the schema
 * @param path where the value is in the source
 * @param derive the expression that gives the value; null if the source does
 */
record FieldReader(
    int position,
    String name,
    JsonPointer path,
    boolean nullable,
    @Nullable String derive,
    ValueReader reader)
    implements Serializable {

  static FieldReader of(Schema.Field field) {
    FieldProperties properties = new FieldProperties(field);
    Schema type = field.schema().isUnion() ? nonNull(properties, field.schema()) : field.schema();
    return new FieldReader(
        field.pos(),
        field.name(),
        path(properties),
        field.schema().isNullable(),
        properties.text("derive"),
        FieldKind.reader(properties, type));
  }

  boolean isDerived() {
    return derive != null;
  }

  /** The expression of a derived field. */
  String expression() {
    return Objects.requireNonNull(derive, "not a derived field");
  }

  private static Schema nonNull(FieldProperties field, Schema union) {
    var others = union.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1) {
      throw FieldKind.notAllowed(field, union);
    }
    return others.get(0);
  }

  private static JsonPointer path(FieldProperties field) {
    String allowed = "a JSON Pointer such as /properties/" + field.name();
    try {
      return JsonPointer.compile(field.text("path", "/" + field.name()));
    } catch (IllegalArgumentException e) {
      throw field.mustBe("path", allowed);
    }
  }
}
