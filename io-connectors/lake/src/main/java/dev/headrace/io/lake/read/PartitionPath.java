package dev.headrace.io.lake.read;

import static dev.headrace.transforms.buckets.Types.nonNull;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.schemas.SchemaRules;
import java.net.URLDecoder;
import java.time.LocalDate;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file's path that tells a field of all its rows, {@code field=value}.
 *
 * @param field its name
 * @param value as text: a date in ISO 8601
 */
record PartitionPath(String field, String value) {

  /** The partition of a file; null if it is in none. */
  static @Nullable PartitionPath of(String uri) {
    int end = uri.lastIndexOf('/');
    String folder = uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
    int equals = folder.indexOf('=');
    return equals < 0
        ? null
        : new PartitionPath(folder.substring(0, equals), decoded(folder.substring(equals + 1)));
  }

  /** A plus stands for itself, in the dates after the year 9999, and not for a space. */
  private static String decoded(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
  }

  /**
   * The value in a type of a schema.
   *
   * @throws IllegalArgumentException if it is no date or text
   */
  Object valueAs(Schema type) {
    Schema plain = nonNull(type);
    if (plain.getLogicalType() instanceof LogicalTypes.Date) {
      return (int) LocalDate.parse(value).toEpochDay();
    }
    if (plain.getType() == Schema.Type.STRING) {
      return new Utf8(value);
    }
    throw new IllegalArgumentException(
        "The partition %s is a date or text, and cannot be read as %s"
            .formatted(field, SchemaRules.describe(type)));
  }
}
