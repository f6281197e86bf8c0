package dev.headrace.transforms.quality;

import java.io.Serializable;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Something that a conformed record has to keep to. {@link Rules} has those that are common; {@link
 * #of} makes any other.
 *
 * <p>Its {@code toString} tells all its settings: by it a run that is started again knows its
 * definition.
 */
public interface Rule extends Serializable {

  /**
   * What dead letters and counters call it, such as {@code range(mag, -1, 10)}. It must not depend
   * on the record.
   */
  String name();

  /**
   * The rule, ready for records of a schema.
   *
   * @throws IllegalArgumentException if it cannot be checked on records of that schema; the message
   *     names the rule, the field, its type and what is allowed
   */
  Check against(Schema schema);

  /**
   * A rule of one's own, over the whole record.
   *
   * @param name what dead letters call it; change it when the check changes, since a run that is
   *     started again knows the rule by it
   */
  static Rule of(String name, Check check) {
    return new RecordRule(name, check);
  }

  /** Whether a record keeps to a rule. */
  @FunctionalInterface
  interface Check extends Serializable {
    /**
     * Whether the rule holds. Texts are Avro's {@link org.apache.avro.util.Utf8}. An exception is a
     * bug and fails the bundle.
     */
    boolean holds(GenericRecord values);
  }
}
