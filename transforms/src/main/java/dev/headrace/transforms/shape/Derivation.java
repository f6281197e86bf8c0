package dev.headrace.transforms.shape;

import dev.headrace.transforms.records.Contract;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * The compiled expressions of fields, over the records of a schema.
 *
 * @param contract by which results are checked
 */
record Derivation(Schema schema, Contract contract, List<Derived> fields) {

  /** A field and what computes it. */
  record Derived(String name, int position, boolean nullable, Expression expression) {}

  static Derivation of(Schema schema, Map<String, String> expressions) {
    Contract contract = Contract.of(schema);
    Set<String> notYet = new HashSet<>(contract.derived().keySet());
    notYet.retainAll(expressions.keySet());
    List<Derived> fields = new ArrayList<>();
    expressions.forEach(
        (name, expression) -> {
          fields.add(named(name, expression, () -> compile(name, expression, schema, notYet)));
          notYet.remove(name);
        });
    return new Derivation(schema, contract, List.copyOf(fields));
  }

  private static Derived compile(
      String name, String expression, Schema schema, Set<String> notYet) {
    Schema.Field field = schema.getField(name);
    if (field == null) {
      throw new IllegalArgumentException("the schema has no field of the name");
    }
    return new Derived(
        name,
        field.pos(),
        field.schema().isNullable(),
        Expression.compile(field, expression, schema, notYet));
  }

  /** Says of what a complaint is. */
  static <T> T named(String field, String expression, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The field %s cannot be derived as \"%s\": %s"
              .formatted(field, expression, e.getMessage()),
          e);
    }
  }

  boolean isFor(Schema other) {
    return schema.equals(other);
  }
}
