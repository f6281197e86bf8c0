package dev.headrace.transforms.records;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * What the records of a dataset look like: an Avro schema whose fields say where in the source's
 * JSON they come from, and what becomes of a record that looks otherwise.
 *
 * <p>A field takes these properties, all optional; any other is refused, but for those whose names
 * begin with {@code x-}, which mean nothing here:
 *
 * <ul>
 *   <li>{@code path}: JSON Pointer of the value in the source; default is {@code /} and the field's
 *       name
 *   <li>{@code from}: how the source writes the value, see below
 *   <li>{@code zone}: the time zone, such as {@code Europe/Berlin}, of times that tell no offset,
 *       and of the days that a date field's times are put to; default is none, and UTC for days
 *   <li>{@code split}: separator of a list that the source writes as one text
 *   <li>{@code true}, {@code false}: lists of the words for a boolean; default are these two
 *   <li>{@code min}, {@code max}: smallest and largest number allowed; for a float rounded to one
 *   <li>{@code maxBytes}: longest text allowed, in bytes of UTF-8; default is 65,535, the most that
 *       a Redshift VARCHAR holds
 *       (https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html). Of bytes, the
 *       most; default is 64,000, what a VARBYTE holds unless told otherwise
 *       (https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_type.html)
 *   <li>{@code derive}: the expression that gives the value, in place of the source; see {@link
 *       dev.headrace.transforms.shape.Derive}. Only {@code min}, {@code max} and {@code maxBytes}
 *       go with it
 * </ul>
 *
 * <p>What {@code from} can be, the default first; nothing is ever rounded or guessed:
 *
 * <ul>
 *   <li>string: {@code text}; {@code any}, which takes numbers and booleans too, as they stand;
 *       {@code json}, which takes any value: a text as it is, and all else as JSON
 *   <li>boolean: {@code boolean}; {@code text}, a text that is one of the words; {@code any}, where
 *       a number such as 1 can be one of the words too
 *   <li>int, long, float, double: {@code number}; {@code text}, written as JSON writes numbers
 *   <li>decimal: the same. Up to 38 digits, up to 37 of them after the point
 *       (https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html); a number with
 *       more than the type holds is refused
 *   <li>bytes: {@code base64} or {@code hex}, of which one has to be given
 *   <li>timestamp-micros: {@code iso-8601}, with an offset, or without one and even without a time
 *       if there is a {@code zone}; {@code epoch-seconds}, whole or not, {@code epoch-millis} and
 *       {@code epoch-micros}, all numbers; {@code pattern:} and a pattern of {@link
 *       java.time.format.DateTimeFormatter}, strict and without a locale, which needs a {@code
 *       zone} if it tells no offset. Of a local time that the clocks skip the record is refused, of
 *       one that comes twice it is the first. Digits below the microsecond are dropped
 *   <li>date: the same, and {@code iso-8601} takes a plain date too
 * </ul>
 *
 * <p>Types: string, boolean, int, long, float, double, bytes, decimal, timestamp-micros, date,
 * arrays of these, and a union of null with one of them. A field that is not a union with null has
 * to have a value.
 */
public final class Contract implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Schema schema;
  private final Mode mode;
  private final transient List<FieldReader> fields;
  private final transient ImmutableMap<String, String> derived;

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
    /**
     * A field more and a wrong value make a dead letter. Every record that the contract refuses, be
     * it for these, for a value it lacks or as no JSON object, is counted as one discarded row.
     */
    DISCARD_ROW;

    /** Counts a record that {@link Conform} or a step for derived fields has refused. */
    public void countRefused(Step.Tallies tallies) {
      if (this == DISCARD_ROW) {
        tallies.count(Account.DISCARDED_ROWS);
      }
    }
  }

  private Contract(Schema schema, Mode mode) {
    this.schema = schema;
    this.mode = mode;
    this.fields = schema.getFields().stream().map(FieldReader::of).toList();
    this.derived =
        fields.stream()
            .filter(FieldReader::isDerived)
            .collect(toImmutableMap(FieldReader::name, FieldReader::expression));
  }

  /** What travels to workers: a contract is made from it sooner than it could be read. */
  private record Written(String schema, Mode mode) implements Serializable {
    private Object readResolve() {
      return new Contract(new Schema.Parser().parse(schema), mode);
    }
  }

  private Object writeReplace() {
    return new Written(schema.toString(), mode);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("A contract travels as its schema");
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

  /**
   * The fields that are not read from the source, and the expressions that give them, in the order
   * of the schema. {@link Conform} leaves them null, required or not.
   */
  public Map<String, String> derived() {
    return derived;
  }

  /**
   * The value that a field takes for a JSON value, under the same rules as one from the source.
   *
   * @param value not null
   * @throws BadRecordException if the field cannot take it
   * @throws IllegalArgumentException if there is no such field
   */
  public Object valueOf(String field, JsonNode value) throws BadRecordException {
    Schema.Field found = schema.getField(field);
    checkArgument(found != null, "The contract has no field %s", field);
    FieldReader reader = fields.get(found.pos());
    try {
      return reader.reader().read(Trees.parser(value));
    } catch (BadRecordException e) {
      throw new BadRecordException(e.reason(), field + " " + e.detail());
    } catch (IOException e) {
      throw new UncheckedIOException("A value in memory can always be read", e);
    }
  }

  ContractReader reader() {
    return new ContractReader(this, fields.stream().filter(field -> !field.isDerived()).toList());
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
