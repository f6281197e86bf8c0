package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.LocalDate;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A partition's value as it stands in a path. */
final class PartitionValue {
  private PartitionValue() {}

  static boolean isAllowed(Schema type) {
    return type.getType() == Schema.Type.STRING || isDate(type);
  }

  /** A date as ISO 8601; a text with all but letters, digits and {@code -_.*} percent-encoded. */
  static String of(Schema.Field field, Object value) {
    return isDate(field.schema())
        ? LocalDate.ofEpochDay((Integer) value).toString()
        : URLEncoder.encode(value.toString(), UTF_8).replace("+", "%20");
  }

  private static boolean isDate(Schema type) {
    return type.getLogicalType() instanceof LogicalTypes.Date;
  }
}
