package dev.headrace.transforms.schemas;

import static dev.headrace.transforms.buckets.Types.nonNull;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/**
 * How the schema of a dataset may change, so that what was written before can still be read.
 *
 * <p>Allowed are a new column that can be null; int to long, float to double, a decimal of more
 * digits and the same scale, each in a list too; and a column that is never null to one that can
 * be. Nothing else is: no other type, no null where there was none to be, no new name for an old
 * column. A column may be left out only if the schema's property {@code dropped}, a list of names,
 * says so.
 */
public final class SchemaRules {
  private static final String DROPPED = "dropped";

  private SchemaRules() {}

  /** Whether every value of one type can be read as the other. */
  public static boolean isReadableAs(Schema from, Schema to) {
    if (from.isNullable() && !to.isNullable()) {
      return false;
    }
    Schema before = nonNull(from);
    Schema after = nonNull(to);
    if (before.getLogicalType() instanceof LogicalTypes.Decimal old) {
      return after.getLogicalType() instanceof LogicalTypes.Decimal now
          && old.getScale() == now.getScale()
          && old.getPrecision() <= now.getPrecision();
    }
    if (!Objects.equals(before.getLogicalType(), after.getLogicalType())) {
      return false;
    }
    return switch (before.getType()) {
      case INT -> isOneOf(after, Schema.Type.INT, Schema.Type.LONG);
      case FLOAT -> isOneOf(after, Schema.Type.FLOAT, Schema.Type.DOUBLE);
      case ARRAY ->
          after.getType() == Schema.Type.ARRAY
              && isReadableAs(before.getElementType(), after.getElementType());
      default -> before.getType() == after.getType();
    };
  }

  private static boolean isOneOf(Schema type, Schema.Type... allowed) {
    return List.of(allowed).contains(type.getType());
  }

  /** The column of old data that a column which is not among them is a new name of, if any. */
  public static @Nullable Field renamedFrom(Field column, Schema before, Schema after) {
    return before.getFields().stream()
        .filter(old -> after.getField(old.name()) == null)
        .filter(old -> column.aliases().contains(old.name()) || source(old).equals(source(column)))
        .findFirst()
        .orElse(null);
  }

  /**
   * Refuses a schema by which data of an earlier one could not be read, or a column would be lost.
   *
   * @throws IllegalArgumentException that names every column at fault, and both its types
   */
  public static void requireEvolution(String dataset, Schema before, Schema after) {
    List<String> problems = new ArrayList<>();
    Set<String> dropped = dropped(after);
    for (Field old : before.getFields()) {
      Field now = after.getField(old.name());
      if (now == null && !dropped.contains(old.name())) {
        problems.add(missing(old, before, after));
      } else if (now != null && !isReadableAs(old.schema(), now.schema())) {
        problems.add(changed(old, now));
      }
    }
    for (Field now : after.getFields()) {
      if (before.getField(now.name()) == null && !now.schema().isNullable()) {
        problems.add(
            "%s is new as %s, and has to be able to be null"
                .formatted(now.name(), describe(now.schema())));
      }
    }
    refuse(dataset, problems);
  }

  /**
   * Refuses a schema that has a column in another type than data of any earlier schema can be read
   * as.
   *
   * @throws IllegalArgumentException that names every column at fault, and both its types
   */
  public static void requireReadable(String dataset, Collection<Schema> earlier, Schema now) {
    refuse(
        dataset,
        earlier.stream()
            .flatMap(before -> before.getFields().stream())
            .filter(old -> now.getField(old.name()) != null)
            .filter(old -> !isReadableAs(old.schema(), now.getField(old.name()).schema()))
            .map(old -> changed(old, now.getField(old.name())))
            .distinct()
            .toList());
  }

  private static void refuse(String dataset, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.stream()
              .collect(
                  joining(
                      "; ",
                      "The dataset \"" + dataset + "\" cannot take the contract's schema: ",
                      ". Columns that can be null may come, int may become long, float double,"
                          + " a decimal get more digits, and any column be null")));
    }
  }

  private static String missing(Field old, Schema before, Schema after) {
    return after.getFields().stream()
        .filter(now -> before.getField(now.name()) == null)
        .filter(now -> old.equals(renamedFrom(now, before, after)))
        .map(
            now ->
                "%s (%s) is renamed to %s (%s)"
                    .formatted(
                        old.name(), describe(old.schema()), now.name(), describe(now.schema())))
        .findFirst()
        .orElseGet(
            () ->
                "%s (%s) is missing, and not in the schema's \"%s\""
                    .formatted(old.name(), describe(old.schema()), DROPPED));
  }

  private static String changed(Field old, Field now) {
    return "%s was %s and would be %s"
        .formatted(old.name(), describe(old.schema()), describe(now.schema()));
  }

  private static Set<String> dropped(Schema schema) {
    return schema.getObjectProp(DROPPED) instanceof Collection<?> names
        ? names.stream().map(String::valueOf).collect(Collectors.toSet())
        : Set.of();
  }

  private static String source(Field field) {
    return field.getObjectProp("path") instanceof String path ? path : "/" + field.name();
  }

  /** A type as people write it, such as {@code decimal(9,2) or null}. */
  public static String describe(Schema schema) {
    if (schema.isUnion()) {
      return describe(nonNull(schema)) + (schema.isNullable() ? " or null" : "");
    }
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType().getName();
    }
    return schema.getType() == Schema.Type.ARRAY
        ? "list of " + describe(schema.getElementType())
        : schema.getType().getName();
  }
}
