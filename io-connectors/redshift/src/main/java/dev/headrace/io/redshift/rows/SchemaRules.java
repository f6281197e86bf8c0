package dev.headrace.io.redshift.rows;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.jspecify.annotations.Nullable;

/** Finds out from a schema alone that none of its rows could be loaded. */
public final class SchemaRules {
  private SchemaRules() {}

  /**
   * Looks for a field that the table has no column for, a column that is never NULL and has no
   * field, and a field of a type that its column never takes.
   *
   * @throws IllegalArgumentException naming the column
   */
  public static void require(Schema schema, List<RowColumn> columns, RowPolicy policy) {
    Map<String, Field> fields = new HashMap<>();
    for (Field field : schema.getFields()) {
      fields.put(field.getName().toLowerCase(Locale.ROOT), field);
    }
    for (RowColumn column : columns) {
      Field field = fields.remove(column.name());
      if (field == null) {
        requireNullable(column);
      } else {
        requireType(column, field, policy);
      }
    }
    if (policy.unknownFields() == RowPolicy.UnknownFields.REJECT && !fields.isEmpty()) {
      throw refused("the table has no column for " + fields.keySet().iterator().next());
    }
  }

  private static void requireNullable(RowColumn column) {
    if (!column.nullable()) {
      throw refused("no field is named " + column.name() + ", which is never NULL");
    }
  }

  private static void requireType(RowColumn column, Field field, RowPolicy policy) {
    Object sample = sample(field.getType());
    if (sample == null) {
      return;
    }
    try {
      ValueRule.of(column, policy).stage(sample);
    } catch (RejectedRowException e) {
      if (e.reason() == RejectionReason.WRONG_TYPE) {
        throw refused(String.valueOf(e.getMessage()));
      }
    }
  }

  /** A value of the type; null where values alone can tell. */
  private static @Nullable Object sample(Schema.FieldType type) {
    return switch (type.getTypeName()) {
      case BYTE -> (byte) 0;
      case INT16 -> (short) 0;
      case INT32 -> 0;
      case INT64 -> 0L;
      case FLOAT -> 0f;
      case DOUBLE -> 0d;
      case DECIMAL -> BigDecimal.ZERO;
      case BOOLEAN -> false;
      case STRING -> "";
      case BYTES -> new byte[0];
      case DATETIME -> org.joda.time.Instant.EPOCH;
      case ARRAY, ITERABLE, MAP, ROW, LOGICAL_TYPE -> null;
    };
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("Rows of this schema are never loaded: " + why);
  }
}
