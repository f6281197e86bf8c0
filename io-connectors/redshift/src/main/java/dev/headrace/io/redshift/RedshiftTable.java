package dev.headrace.io.redshift;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import com.google.common.collect.ImmutableList;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
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
  private static final int MAX_VARCHAR_BYTES = 65_535;

  /** The table, as {@code table} or {@code schema.table}. */
  public abstract String name();

  abstract ImmutableList<Column> columns();

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

  /** A column: its name, its type, and whether it can be null. */
  record Column(String name, String type, boolean nullable) implements Serializable {}

  /**
   * A table for records of a schema.
   *
   * @param name as {@code table} or {@code schema.table}
   * @throws IllegalArgumentException if a name or a type is none that Redshift has
   */
  public static RedshiftTable of(String name, Schema schema) {
    Identifiers.table(name);
    List<Column> columns =
        schema.getFields().stream()
            .map(RedshiftTable::column)
            .collect(ImmutableList.toImmutableList());
    columns.forEach(column -> Identifiers.column(column.name()));
    return new AutoValue_RedshiftTable.Builder()
        .setName(name)
        .setColumns(columns)
        .setKeys(List.of())
        .setSortKeys(List.of())
        .build();
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

  private void requireColumn(String what, String name) {
    checkArgument(
        columns().stream()
            .anyMatch(c -> c.name().equals(name) && !c.nullable() && !c.type().equals("SUPER")),
        "%s must be a column of %s that is never null and no list, but was \"%s\"",
        what,
        name(),
        name);
  }

  private static Column column(Schema.Field field) {
    Schema schema = field.schema();
    if (!schema.isUnion()) {
      return new Column(field.name(), type(field, schema), false);
    }
    List<Schema> types =
        schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
    if (types.size() != 1) {
      throw notLoaded(field, schema);
    }
    return new Column(field.name(), type(field, types.get(0)), schema.isNullable());
  }

  private static String type(Schema.Field field, Schema type) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return "TIMESTAMP";
    }
    if (logical instanceof LogicalTypes.Date) {
      return "DATE";
    }
    if (logical != null) {
      throw notLoaded(field, type);
    }
    return switch (type.getType()) {
      case STRING -> "VARCHAR(" + maxBytes(field) + ")";
      case BOOLEAN -> "BOOLEAN";
      case INT -> "INTEGER";
      case LONG -> "BIGINT";
      case FLOAT -> "REAL";
      case DOUBLE -> "DOUBLE PRECISION";
      case ARRAY -> "SUPER";
      default -> throw notLoaded(field, type);
    };
  }

  private static IllegalArgumentException notLoaded(Schema.Field field, Schema type) {
    return new IllegalArgumentException(
        "The field " + field.name() + " has the type " + type + ", which is not loaded");
  }

  private static int maxBytes(Schema.Field field) {
    if (!(field.getObjectProp("maxBytes") instanceof Number bytes)) {
      return MAX_VARCHAR_BYTES;
    }
    checkArgument(
        bytes.intValue() >= 1 && bytes.intValue() <= MAX_VARCHAR_BYTES,
        "maxBytes of the field %s must be between 1 and %s, but is %s",
        field.name(),
        MAX_VARCHAR_BYTES,
        bytes);
    return bytes.intValue();
  }
}
