package dev.headrace.io.lake.read;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/** Some of the columns of a schema. */
final class Columns {
  private Columns() {}

  static Schema of(Schema whole, List<String> names) {
    List<Field> fields = names.stream().map(name -> field(whole, name)).toList();
    return Schema.createRecord(
        whole.getName(), whole.getDoc(), whole.getNamespace(), false, fields);
  }

  private static Field field(Schema whole, String name) {
    Field field = whole.getField(name);
    checkArgument(
        field != null,
        "columns must be fields of %s, which are %s, but one was %s",
        whole.getFullName(),
        whole.getFields().stream().map(Field::name).toList(),
        name);
    return new Field(field, field.schema());
  }
}
