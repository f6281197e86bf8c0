package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.buckets.Types;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A rule over one field.
 *
 * @param rule what is asked, such as range
 * @param field of which it is asked
 * @param settings of the rule, in short
 * @param allSettings all the settings, where the short form leaves some out
 * @param nullHolds whether a field without a value keeps to it
 * @param needs the types that it can be asked of
 * @param binder makes the check for a type
 */
record FieldRule(
    String rule,
    String field,
    List<?> settings,
    List<?> allSettings,
    boolean nullHolds,
    String needs,
    Binder binder)
    implements Rule {
  private static final long serialVersionUID = 1L;

  /** Makes a check of values. */
  @FunctionalInterface
  interface Binder extends Serializable {
    /**
     * The check of values of a type.
     *
     * @param type never a union with null
     * @return null if the rule cannot be asked of the type
     * @throws IllegalArgumentException if its settings do not go with the type
     */
    @Nullable ValueCheck bind(Schema type);
  }

  /** A check of one value. */
  @FunctionalInterface
  interface ValueCheck extends Serializable {
    /** Whether the value, never null, keeps to the rule. */
    boolean holds(Object value);
  }

  static FieldRule of(String rule, String field, List<?> settings, String needs, Binder binder) {
    return new FieldRule(rule, field, settings, settings, true, needs, binder);
  }

  /** The same rule, broken by a field without a value. */
  FieldRule notOfNull() {
    return new FieldRule(rule, field, settings, allSettings, false, needs, binder);
  }

  /** The same rule under a shorter name. */
  FieldRule withShortSettings(List<?> shortSettings) {
    return new FieldRule(rule, field, shortSettings, allSettings, nullHolds, needs, binder);
  }

  @Override
  public String name() {
    return call(settings);
  }

  @Override
  public String toString() {
    return call(allSettings);
  }

  private String call(List<?> arguments) {
    StringBuilder call = new StringBuilder(rule).append('(').append(field);
    arguments.forEach(argument -> call.append(", ").append(argument));
    return call.append(')').toString();
  }

  @Override
  public Check against(Schema schema) {
    Schema.Field found = schema.getField(field);
    checkArgument(
        found != null,
        "The rule %s asks for the field %s, and %s has %s",
        name(),
        field,
        schema.getFullName(),
        schema.getFields().stream().map(Schema.Field::name).toList());
    int position = found.pos();
    ValueCheck check = bind(Types.nonNull(found.schema()));
    boolean ofNull = nullHolds;
    return values -> {
      Object value = values.get(position);
      return value == null ? ofNull : check.holds(value);
    };
  }

  private ValueCheck bind(Schema type) {
    ValueCheck check = binder.bind(type);
    if (check == null) {
      throw new IllegalArgumentException(
          "The rule %s needs %s, but %s is %s".formatted(name(), needs, field, type));
    }
    return check;
  }
}
