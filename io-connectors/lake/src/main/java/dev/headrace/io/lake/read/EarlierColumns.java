package dev.headrace.io.lake.read;

import static dev.headrace.transforms.buckets.Types.nonNull;

import dev.headrace.transforms.schemas.SchemaRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/** The columns that a dataset once had: its old files still do, whatever a contract has dropped. */
final class EarlierColumns {
  private EarlierColumns() {}

  /**
   * The schema with every column of earlier ones that it lacks, in its widest type, which can be
   * null, since later rows have no value. Upper and lower case do not tell columns apart.
   *
   * @param earlier schemas, the latest first
   */
  static Schema addTo(Schema schema, List<Schema> earlier) {
    Map<String, Field> columns = new LinkedHashMap<>();
    schema.getFields().forEach(field -> columns.put(key(field), new Field(field, field.schema())));
    Map<String, Field> lost = new LinkedHashMap<>();
    for (Schema before : earlier) {
      before.getFields().stream()
          .filter(field -> !columns.containsKey(key(field)))
          .forEach(field -> lost.merge(key(field), optional(field), EarlierColumns::wider));
    }
    columns.putAll(lost);
    return Schema.createRecord(
        schema.getName(),
        schema.getDoc(),
        schema.getNamespace(),
        false,
        new ArrayList<>(columns.values()));
  }

  private static String key(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  private static Field optional(Field field) {
    Schema orNull = Schema.createUnion(Schema.create(Schema.Type.NULL), nonNull(field.schema()));
    return new Field(field.name(), orNull, field.doc());
  }

  private static Field wider(Field later, Field earlier) {
    return SchemaRules.isReadableAs(earlier.schema(), later.schema()) ? later : earlier;
  }
}
