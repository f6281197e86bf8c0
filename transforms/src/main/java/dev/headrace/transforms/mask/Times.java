package dev.headrace.transforms.mask;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.mask.Masking.Masker;
import java.io.Serializable;
import java.time.LocalDate;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes days and times less exact. */
final class Times {
  private static final long MILLIS_OF_A_DAY = 86_400_000L;

  private Times() {}

  /** The beginning of what a day lies in. */
  @FunctionalInterface
  interface Beginning extends Serializable {
    /** The day at which it begins. */
    LocalDate of(LocalDate day);
  }

  static @Nullable Masker masker(Schema type, Beginning beginning) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.Date) {
      return value -> (int) beginning(beginning, (Integer) value, 1);
    }
    if (logical instanceof LogicalTypes.TimestampMillis) {
      return value -> beginning(beginning, (Long) value, MILLIS_OF_A_DAY);
    }
    return logical instanceof LogicalTypes.TimestampMicros
        ? value -> beginning(beginning, (Long) value, 1000 * MILLIS_OF_A_DAY)
        : null;
  }

  private static long beginning(Beginning beginning, long value, long unitsOfADay)
      throws BadRecordException {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(value, unitsOfADay));
    long first = beginning.of(day).toEpochDay();
    if (unitsOfADay == 1 ? first < Integer.MIN_VALUE : first < Long.MIN_VALUE / unitsOfADay) {
      throw new BadRecordException(
          Reason.OUT_OF_RANGE, "A time is too early for its month or year to have a beginning");
    }
    return first * unitsOfADay;
  }
}
