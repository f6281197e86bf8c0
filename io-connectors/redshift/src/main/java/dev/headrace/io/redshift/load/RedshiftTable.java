package dev.headrace.io.redshift.load;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import dev.headrace.io.redshift.sql.Identifiers;
import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.types.StagingFormat;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A table to load, its columns in the order of the files'. A column has the type that Redshift's
 * COPY takes from Parquet without converting, and lists become SUPER
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-columnar.html).
 */
@AutoValue
public abstract class RedshiftTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The table, as {@code table} or {@code schema.table}. */
  public abstract String name();

  /** In the order of the files'. */
  public abstract ImmutableList<Column> columns();

  abstract ImmutableList<String> keys();

  abstract @Nullable String sequence();

  abstract @Nullable String distKey();

  abstract ImmutableList<String> sortKeys();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setName(String name);

    abstract Builder setColumns(List<Column> columns);

    abstract Builder setKeys(List<String> keys);

    abstract Builder setSequence(String sequence);

    abstract Builder setDistKey(String distKey);

    abstract Builder setSortKeys(List<String> sortKeys);

    abstract RedshiftTable build();
  }

  /**
   * A column.
   *
   * @param name in lower case
   * @param type in the table
   * @param nullable whether it can be null
   * @param stageType what COPY loads its values as, before they are cast
   * @param cast from what was loaded, which it names as {@code %s}, to the type
   */
  public record Column(String name, String type, boolean nullable, String stageType, String cast)
      implements Serializable {
    private static final String AS_IS = "%s";

    /** A column whose values are loaded as what they are. */
    public Column(String name, String type, boolean nullable) {
      this(name, type, nullable, type, AS_IS);
    }

    /**
     * A column of any type that rows are written to, staged as what COPY takes and cast.
     *
     * @param type such as {@code TIMESTAMPTZ} or {@code DECIMAL(18,4)}
     * @throws IllegalArgumentException if rows are not written to such a type
     */
    public static Column converted(String name, String type, boolean nullable) {
      return converted(name, type, nullable, StagingFormat.PARQUET);
    }

    private static Column converted(
        String name, String type, boolean nullable, StagingFormat format) {
      RedshiftType parsed = RedshiftType.parse(type);
      return new Column(
          name, parsed.sql(), nullable, parsed.stageType(format), parsed.cast(format));
    }

    boolean isConverted() {
      return !cast.equals(AS_IS);
    }

    String fromStage() {
      return cast.replace(AS_IS, Identifiers.column(name));
    }
  }

  /**
   * A table for records of a schema, as a lake has them in Parquet: lists become SUPER, bytes a
   * VARBYTE, decimals keep their digits. A field's {@code maxBytes} is its column's length; default
   * is the longest VARCHAR, and 64,000 bytes of VARBYTE.
   *
   * @param name as {@code table} or {@code schema.table}
   * @throws IllegalArgumentException if a name or a type is none that Redshift has
   */
  public static RedshiftTable of(String name, Schema schema) {
    return of(name, AvroColumns.of(schema));
  }

  /**
   * A table of columns, in the order of the files'.
   *
   * @param name as {@code table} or {@code schema.table}
   * @throws IllegalArgumentException if a name is none that Redshift has, or stands twice
   */
  public static RedshiftTable of(String name, List<Column> columns) {
    Identifiers.table(name);
    requireNames(columns);
    return new AutoValue_RedshiftTable.Builder()
        .setName(name)
        .setColumns(columns)
        .setKeys(List.of())
        .setSortKeys(List.of())
        .build();
  }

  /**
   * The same table with the columns of another schema, which must have those that it is told by.
   */
  public RedshiftTable withSchema(Schema schema) {
    List<Column> columns = AvroColumns.of(schema);
    requireNames(columns);
    RedshiftTable table = toBuilder().setColumns(columns).build();
    Stream.of(keys(), sortKeys(), ofNullable(sequence()), ofNullable(distKey()))
        .flatMap(List::stream)
        .forEach(column -> table.requireColumn("A key", column));
    return table;
  }

  /**
   * The same table with rows that are staged as a format, which its columns are converted from.
   *
   * @throws IllegalArgumentException if rows are not written to a column's type
   */
  public RedshiftTable stagedAs(StagingFormat format) {
    return toBuilder()
        .setColumns(
            columns().stream()
                .map(c -> Column.converted(c.name(), c.type(), c.nullable(), format))
                .collect(ImmutableList.toImmutableList()))
        .build();
  }

  private static List<String> ofNullable(@Nullable String column) {
    return column == null ? List.of() : List.of(column);
  }

  private static void requireNames(List<Column> columns) {
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      Identifiers.column(column.name());
      checkArgument(names.add(column.name()), "The column \"%s\" stands twice", column.name());
    }
  }

  /** Upserts by these columns, which are never null; without them every load appends. */
  public RedshiftTable withKeys(String... keys) {
    for (String key : keys) {
      requireColumn("A key", key);
    }
    return toBuilder().setKeys(List.of(keys)).build();
  }

  /**
   * Leaves a row alone whose value in this column is higher than the one that is loaded. Needs keys
   * to tell which rows are the same.
   */
  public RedshiftTable withSequence(String sequence) {
    requireColumn("The sequence", sequence);
    return toBuilder().setSequence(sequence).build();
  }

  /** Distributes a new table by this column; default is Redshift's own choice. */
  public RedshiftTable withDistKey(String distKey) {
    requireColumn("The distribution key", distKey);
    return toBuilder().setDistKey(distKey).build();
  }

  /** Sorts a new table by these columns; default is Redshift's own choice. */
  public RedshiftTable withSortKeys(String... sortKeys) {
    for (String key : sortKeys) {
      requireColumn("A sort key", key);
    }
    return toBuilder().setSortKeys(List.of(sortKeys)).build();
  }

  /** The column of that name. */
  Column column(String name) {
    return columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  void requireColumn(String what, String name) {
    checkArgument(
        columns().stream()
            .anyMatch(c -> c.name().equals(name) && !c.nullable() && !c.type().equals("SUPER")),
        "%s must be a column of %s that is never null and no list, but was \"%s\"",
        what,
        name(),
        name);
  }
}
