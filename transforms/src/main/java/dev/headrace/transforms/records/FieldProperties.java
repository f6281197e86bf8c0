package dev.headrace.transforms.records;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The properties of a contract's field, each checked as it is read. */
final class FieldProperties {
  private static final String FREE_PREFIX = "x-";
  private static final Set<String> OF_A_TYPE =
      Set.of("logicalType", "precision", "scale", "avro.java.string");

  private final Schema.Field field;

  FieldProperties(Schema.Field field) {
    this.field = field;
  }

  String name() {
    return field.name();
  }

  /** Refuses a property that would mean nothing: a typing error, most likely. */
  void allowOnly(Set<String> known, Schema type) {
    refuseOthers(field.getObjectProps().keySet(), known, "The field " + name());
    refuseOthers(type.getObjectProps().keySet(), OF_A_TYPE, "The type of the field " + name());
  }

  private static void refuseOthers(Set<String> given, Set<String> known, String owner) {
    for (String property : given) {
      if (!known.contains(property) && !property.startsWith(FREE_PREFIX)) {
        throw new IllegalArgumentException(
            "%s has the property \"%s\", and it can have %s and any that begins with %s"
                .formatted(owner, property, String.join(", ", new TreeSet<>(known)), FREE_PREFIX));
      }
    }
  }

  boolean has(String property) {
    return field.getObjectProp(property) != null;
  }

  @Nullable String text(String property) {
    Object value = field.getObjectProp(property);
    if (value != null && !(value instanceof String)) {
      throw mustBe(property, "a text");
    }
    return (String) value;
  }

  String text(String property, String otherwise) {
    return Objects.requireNonNullElse(text(property), otherwise);
  }

  /** A list of texts; empty if the property is not there. */
  Set<String> texts(String property) {
    Object value = field.getObjectProp(property);
    if (value == null) {
      return Set.of();
    }
    if (!(value instanceof List<?> list)
        || list.isEmpty()
        || !list.stream().allMatch(String.class::isInstance)) {
      throw mustBe(property, "a list of texts");
    }
    return new TreeSet<>(list.stream().map(String.class::cast).toList());
  }

  @Nullable BigDecimal number(String property) {
    Object value = field.getObjectProp(property);
    if (value != null && !(value instanceof Number)) {
      throw mustBe(property, "a number");
    }
    return value == null ? null : new BigDecimal(value.toString());
  }

  int positive(String property, int otherwise) {
    BigDecimal value = number(property);
    if (value == null) {
      return otherwise;
    }
    try {
      if (value.signum() > 0) {
        return value.intValueExact();
      }
    } catch (ArithmeticException e) {
      throw mustBe(property, "a whole number of at least 1");
    }
    throw mustBe(property, "a whole number of at least 1");
  }

  IllegalArgumentException mustBe(String property, String allowed) {
    Object value = field.getObjectProp(property);
    return new IllegalArgumentException(
        "\"%s\" of the field %s must be %s, but is %s"
            .formatted(
                property, name(), allowed, value instanceof String ? "\"" + value + "\"" : value));
  }
}
