package dev.headrace.transforms.records;

import dev.headrace.transforms.coders.ValueCoder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * The places of records that a contract does not name, and of what kind the values there are. Two
 * of them merge into one, in whatever order and however often.
 */
public final class NewFields implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Marks a column that no contract names; it stays in the schema from then on. */
  public static final String INFERRED = "x-inferred";

  static final int MOST_FIELDS = 500;
  private static final int LONGEST_NAME = 120;

  /** How it travels between workers. */
  public static final ValueCoder<NewFields> CODER =
      ValueCoder.of(
          NewFields.class,
          (fields, out) -> {
            out.number(fields.kinds.size());
            for (Map.Entry<String, InferredKind> field : fields.kinds.entrySet()) {
              out.text(field.getKey());
              out.text(field.getValue().name());
            }
          },
          in -> {
            NewFields fields = new NewFields();
            for (long left = in.number(); left > 0; left--) {
              fields.add(in.text(), in.constant(InferredKind.class));
            }
            return fields;
          });

  private final TreeMap<String, InferredKind> kinds = new TreeMap<>();

  NewFields() {}

  /** Adds a value's kind at a place, given as JSON Pointer. */
  void add(String path, InferredKind kind) {
    kinds.merge(path, kind, InferredKind::or);
  }

  /** Whether they are more than a dataset may have. */
  boolean areTooMany() {
    return kinds.size() > MOST_FIELDS;
  }

  /**
   * Adds those of other records.
   *
   * @throws IllegalStateException if together they are more than a dataset may have
   */
  void addAll(NewFields others) {
    others.kinds.forEach(this::add);
    if (areTooMany()) {
      throw new IllegalStateException(
          ("There are more than %d fields that the contract does not name, %s among them; name"
                  + " those that are wanted, and have the mode TOLERATE leave out the rest")
              .formatted(MOST_FIELDS, others.kinds.lastKey()));
    }
  }

  /**
   * The schema with a column more, that can be null, for every place whose values have a type:
   * after the others, by name. A name is the place in lower case, with an underscore for what is no
   * letter or digit, and a number where it is taken.
   */
  public Schema addTo(Schema schema) {
    Set<String> taken = new HashSet<>();
    schema.getFields().forEach(field -> taken.add(field.name().toLowerCase(Locale.ROOT)));
    TreeMap<String, Field> added = new TreeMap<>();
    for (Map.Entry<String, InferredKind> found : kinds.entrySet()) {
      Schema type = found.getValue().type();
      if (type != null && !isWithinText(found.getKey())) {
        String name = nameFor(found.getKey(), taken);
        added.put(name, column(name, found.getKey(), found.getValue(), type));
      }
    }
    List<Field> fields = new ArrayList<>();
    schema.getFields().forEach(field -> fields.add(new Field(field, field.schema())));
    fields.addAll(added.values());
    return withFields(schema, fields);
  }

  /**
   * The contract's schema with the columns that were inferred for earlier data.
   *
   * @param latest the schema that the dataset was last written with; null if it never was
   */
  public static Schema withEarlier(Schema contract, @Nullable Schema latest) {
    List<Field> fields = new ArrayList<>();
    contract.getFields().forEach(field -> fields.add(new Field(field, field.schema())));
    if (latest != null) {
      latest.getFields().stream()
          .filter(field -> field.getObjectProp(INFERRED) != null)
          .filter(field -> contract.getField(field.name()) == null)
          .forEach(field -> fields.add(new Field(field, field.schema())));
    }
    return withFields(contract, fields);
  }

  private static Schema withFields(Schema schema, List<Field> fields) {
    Schema record =
        Schema.createRecord(
            schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    schema.getObjectProps().forEach(record::addProp);
    return record;
  }

  /** What lies in a value that is kept as JSON needs no column besides. */
  private boolean isWithinText(String path) {
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (kinds.get(path.substring(0, end)) == InferredKind.JSON) {
        return true;
      }
    }
    return false;
  }

  private static String nameFor(String path, Set<String> taken) {
    String plain = path.substring(1).toLowerCase(Locale.ROOT).replaceAll("(~[01]|[^a-z0-9])+", "_");
    String name = plain.matches("[a-z].*") ? plain : "f_" + plain;
    String base = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    String unique = base;
    for (int number = 2; !taken.add(unique); number++) {
      unique = base + "_" + number;
    }
    return unique;
  }

  private static Field column(String name, String path, InferredKind kind, Schema type) {
    Field field =
        new Field(
            name,
            Schema.createUnion(Schema.create(Schema.Type.NULL), type),
            null,
            Field.NULL_DEFAULT_VALUE);
    field.addProp("path", path);
    field.addProp(INFERRED, true);
    if (kind.isReadAsJson()) {
      field.addProp("from", "json");
    }
    return field;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NewFields fields && kinds.equals(fields.kinds);
  }

  @Override
  public int hashCode() {
    return kinds.hashCode();
  }

  @Override
  public String toString() {
    return kinds.toString();
  }
}
