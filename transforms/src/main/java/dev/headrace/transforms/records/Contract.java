package dev.headrace.transforms.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;

/**
 * What the records of a dataset look like: an Avro schema whose fields say where in the source's
 * JSON they come from, and what becomes of a record that looks otherwise.
 *
 * <p>A field takes these properties, all optional:
 *
 * <ul>
 *   <li>{@code path}: JSON Pointer of the value in the source; default is {@code /} and the field's
 *       name
 *   <li>{@code from}: how the source writes a time: {@code epoch-millis} or {@code iso-8601};
 *       default is {@code iso-8601}
 *   <li>{@code from}, of a text: {@code json} takes any value: a text as it is, and all else as
 *       JSON
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

  private final Schema schema;
  private final Mode mode;
  private final List<FieldReader> fields;

  /** What becomes of a record that has a field more than the contract, or a value that is wrong. */
  public enum Mode {
    /** A field more is left where it is, in the raw bucket. A wrong value makes a dead letter. */
    TOLERATE,
    /** A field more becomes a column that can be null. A wrong value makes a dead letter. */
    EVOLVE,
    /** A field more and a wrong value make a dead letter. */
    FREEZE,
    /**
     * A field more is left out, and a wrong value becomes null where the field can be; both are
     * counted.
     */
    DISCARD_VALUE,
    /** A field more and a wrong value make a dead letter, and are counted as discarded rows. */
    DISCARD_ROW
  }

  private Contract(Schema schema, Mode mode) {
    this.schema = schema;
    this.mode = mode;
    this.fields = schema.getFields().stream().map(FieldReader::of).toList();
  }

  /**
   * Reads a contract from an Avro schema.
   *
   * @throws IllegalArgumentException if a field has a type or property that is not allowed
   */
  public static Contract of(Schema schema) {
    return new Contract(schema, Mode.TOLERATE);
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

  /** The same contract with another way to go about what it does not foresee. */
  public Contract withMode(Mode mode) {
    return new Contract(schema, mode);
  }

  /** The schema of the records. */
  public Schema schema() {
    return schema;
  }

  /** What becomes of a record that looks otherwise; default is {@link Mode#TOLERATE}. */
  public Mode mode() {
    return mode;
  }

  ContractReader reader() {
    return new ContractReader(this, fields);
  }

  FieldTree tree() {
    return FieldTree.of(fields);
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
}
