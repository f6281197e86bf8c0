package dev.headrace.io.glue;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * How a table's columns become those of a schema without a file being written anew. New columns go
 * to the end and the others keep their places, whatever the schema's order.
 *
 * @param columns of the table, afterwards
 * @param added names of new columns
 * @param widened names of columns that have a wider type
 * @param changesTable whether the table differs at all, be it by a comment
 */
record Evolution(
    ImmutableList<Column> columns,
    ImmutableList<String> added,
    ImmutableList<String> widened,
    boolean changesTable) {

  /** Whether partitions have to follow. */
  boolean changesPartitions() {
    return !added.isEmpty() || !widened.isEmpty();
  }

  /**
   * The evolution of a table.
   *
   * @throws IncompatibleTableException that names every column at fault
   */
  static Evolution of(TableId table, List<Column> existing, List<GlueColumn> wanted) {
    return new Search(wanted).over(table, existing);
  }

  private static final class Search {
    private final Map<String, GlueColumn> wanted = new LinkedHashMap<>();
    private final List<Column> columns = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> widened = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Search(List<GlueColumn> wanted) {
      wanted.forEach(column -> this.wanted.put(column.name(), column));
    }

    Evolution over(TableId table, List<Column> existing) {
      existing.forEach(this::keep);
      wanted.values().forEach(this::add);
      if (!faults.isEmpty()) {
        throw new IncompatibleTableException(
            "The table %s cannot take the schema: %s".formatted(table, String.join("; ", faults)));
      }
      return new Evolution(
          ImmutableList.copyOf(columns),
          ImmutableList.copyOf(added),
          ImmutableList.copyOf(widened),
          !columns.equals(existing));
    }

    private void keep(Column column) {
      GlueColumn wish = wanted.remove(GlueNames.lowerCase(column.name()));
      String oldType = GlueColumn.normalType(column);
      if (wish == null) {
        faults.add(
            "the column %s (%s) is not in the schema, and a column can be neither removed nor renamed"
                .formatted(column.name(), oldType));
      } else if (oldType.equals(wish.type())) {
        columns.add(commented(column, wish));
      } else if (Widening.isAllowed(oldType, wish.type())) {
        columns.add(commented(column, wish).toBuilder().type(wish.type()).build());
        widened.add(wish.name());
      } else {
        faults.add(
            "the column %s is %s and would become %s, but only %s"
                .formatted(column.name(), oldType, wish.type(), Widening.ALLOWED));
      }
    }

    /** A comment that somebody gave a column stays if the schema has none. */
    private static Column commented(Column column, GlueColumn wish) {
      return wish.comment() == null || Objects.equals(wish.comment(), column.comment())
          ? column
          : column.toBuilder().comment(wish.comment()).build();
    }

    private void add(GlueColumn wish) {
      if (!wish.nullable()) {
        faults.add(
            "the new column %s (%s) must be a union with null, since earlier files have no value"
                .formatted(wish.name(), wish.type()));
      }
      columns.add(wish.toColumn());
      added.add(wish.name());
    }
  }
}
