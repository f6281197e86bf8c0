package dev.headrace.transforms.buckets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.net.URLEncoder;
import java.time.LocalDate;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A partition's value as it stands in a path. */
final class PartitionValue {
  /**
   * Half of what the key of an object on S3 can have
   * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html); the rest is for what
   * stands around it.
   */
  static final int MOST_BYTES = 512;

  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  private PartitionValue() {}

  /** Makes of a field's value what stands in a path. */
  @FunctionalInterface
  interface Naming {
    /**
     * The name of the value's partition.
     *
     * @throws BadRecordException if the value can have none
     */
    String name(Schema.Field field, Object value) throws BadRecordException;
  }

  static boolean isAllowed(Schema type) {
    return type.getType() == Schema.Type.STRING || isDate(type);
  }

  /** A date as ISO 8601; a text with all but letters, digits and {@code -_.*} percent-encoded. */
  static String of(Schema.Field field, Object value) {
    return isDate(field.schema())
        ? LocalDate.ofEpochDay((Integer) value).toString()
        : URLEncoder.encode(value.toString(), UTF_8).replace("+", "%20");
  }

  /**
   * The same of a value that a partition can be made for: a single one that cannot be stored, or
   * not be read by others, would fail all of the dataset.
   *
   * @throws BadRecordException if it is an empty or too long text, or a date whose year does not
   *     have four digits
   */
  static String limited(Schema.Field field, Object value) throws BadRecordException {
    return isDate(field.schema())
        ? limitedDate(field, (Integer) value)
        : limitedText(field, value.toString());
  }

  private static String limitedDate(Schema.Field field, Integer day) throws BadRecordException {
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw outOfRange(field, "a date outside of the years 1 to 9999");
    }
    return of(field, day);
  }

  private static String limitedText(Schema.Field field, String text) throws BadRecordException {
    if (text.isEmpty()) {
      throw outOfRange(field, "an empty text");
    }
    // Every character takes a byte at least, and what is far too long need not be encoded.
    String name = text.length() > MOST_BYTES ? text : of(field, text);
    if (name.length() > MOST_BYTES) {
      throw outOfRange(field, "a text that takes more than " + MOST_BYTES + " bytes in a path");
    }
    return name;
  }

  private static BadRecordException outOfRange(Schema.Field field, String what) {
    return new BadRecordException(
        Reason.OUT_OF_RANGE, field.name() + " is " + what + ", for which there is no partition");
  }

  private static boolean isDate(Schema type) {
    return type.getLogicalType() instanceof LogicalTypes.Date;
  }
}
