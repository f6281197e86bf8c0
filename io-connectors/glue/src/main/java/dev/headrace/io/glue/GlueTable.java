package dev.headrace.io.glue;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A dataset of Parquet files as a table of the catalog: an external table, partitioned by one field
 * that is in the path and not in the files.
 *
 * <p>Columns are the other fields of the schema, named in lower case, as Athena compares them; the
 * files may use upper case, since Athena reads Parquet by name. A field's {@code doc} is the
 * column's comment, on one line and of at most 255 bytes.
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><th>Avro</th><th>Hive</th></tr>
 *   <tr><td>string, enum</td><td>string</td></tr>
 *   <tr><td>boolean, int, float, double</td><td>the same</td></tr>
 *   <tr><td>long</td><td>bigint</td></tr>
 *   <tr><td>bytes</td><td>binary</td></tr>
 *   <tr><td>bytes or fixed as decimal(p, s)</td><td>decimal(p,s), p up to 38</td></tr>
 *   <tr><td>date</td><td>date</td></tr>
 *   <tr><td>timestamp-millis, -micros, local too</td><td>timestamp</td></tr>
 *   <tr><td>array, map, record</td><td>{@code array<..>, map<string,..>, struct<..>}</td></tr>
 *   <tr><td>a union of null with one of these</td><td>that one</td></tr>
 * </table>
 *
 * @see <a href="https://docs.aws.amazon.com/athena/latest/ug/data-types.html">Athena's types</a>
 */
@AutoValue
public abstract class GlueTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LOCATION = "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^?#]*)?";
  // https://docs.aws.amazon.com/glue/latest/webapi/API_PartitionInput.html
  private static final int MAX_VALUE_LENGTH = 1024;

  /** Its name. */
  public abstract TableId id();

  /** The schema of the records, the partition's field among the others. */
  public abstract Schema schema();

  /** The date or text field by which the dataset is partitioned. */
  public abstract String partition();

  /** Where the partitions lie, such as {@code s3://bucket/dataset/}, with a slash at the end. */
  public abstract String location();

  /** Describes a table; all of it is required. */
  public static Builder builder() {
    return new AutoValue_GlueTable.Builder();
  }

  List<GlueColumn> columns() {
    return GlueColumn.of(schema()).stream()
        .filter(column -> !column.name().equals(GlueNames.lowerCase(partition())))
        .toList();
  }

  /** The column of the path: a date, or text. */
  GlueColumn partitionKey() {
    return GlueColumn.of(schema()).stream()
        .filter(column -> column.name().equals(GlueNames.lowerCase(partition())))
        .findFirst()
        .orElseThrow();
  }

  void requireValue(String value) {
    if (partitionKey().type().equals("date")) {
      requireDate(value);
    }
    checkArgument(
        !value.isEmpty() && value.length() <= MAX_VALUE_LENGTH,
        "A value of the partition %s must have 1 to %s characters, but has %s",
        partition(),
        MAX_VALUE_LENGTH,
        value.length());
  }

  private void requireDate(String value) {
    try {
      LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "A value of the partition %s must be a date such as 2024-02-29, but is \"%s\""
              .formatted(partition(), value),
          e);
    }
  }

  static String requireLocation(String what, String location) {
    checkArgument(
        location.matches(LOCATION),
        "%s must be a location such as s3://bucket/prefix, without credentials",
        what);
    return location.endsWith("/") ? location : location + "/";
  }

  /** Builds a table. */
  @AutoValue.Builder
  public abstract static class Builder {
    abstract Builder id(TableId id);

    /** The database, which has to exist, and the table in it; both become lower-case. */
    public Builder name(String database, String table) {
      return id(TableId.of(database, table));
    }

    /** The schema of the records: a record, whose fields have types as above. */
    public abstract Builder schema(Schema schema);

    /** A date or text field of the schema that is never null. */
    public abstract Builder partition(String field);

    abstract Builder location(String location);

    /** Where the partitions lie, such as {@code s3://bucket/dataset}. */
    public Builder at(String location) {
      return location(requireLocation("The table's location", location));
    }

    abstract GlueTable autoBuild();

    /**
     * The table.
     *
     * @throws IllegalArgumentException if a field has no Hive type, or is no partition
     */
    public GlueTable build() {
      GlueTable table = autoBuild();
      Schema.Field field = table.schema().getField(table.partition());
      checkArgument(
          field != null && isPartition(field.schema()),
          "The partition must be a date or text field of %s that is never null, but is \"%s\"",
          table.schema().getFullName(),
          table.partition());
      checkArgument(
          !table.columns().isEmpty(),
          "The schema %s must have a field besides the partition %s",
          table.schema().getFullName(),
          table.partition());
      return table;
    }

    private static boolean isPartition(Schema type) {
      return type.getType() == Schema.Type.STRING
          || type.getLogicalType() instanceof LogicalTypes.Date;
    }
  }
}
