package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.ToDoubleFunction;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Holds the numbers of a field to its {@code min} and {@code max}: whole ones exactly, and others
 * to what a bound would be read as in their own type.
 */
final class NumberBounds {
  private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private NumberBounds() {}

  /** The reader itself if the field has no bounds. */
  static ValueReader of(FieldProperties field, Schema.Type type, ValueReader number) {
    BigDecimal min = field.number("min");
    BigDecimal max = field.number("max");
    if (min == null && max == null) {
      return number;
    }
    return switch (type) {
      case INT, LONG -> {
        requireReachable(field, min, max);
        yield whole(number, min, max);
      }
      case FLOAT -> real(number, min, max, bound -> (float) bound.doubleValue());
      default -> real(number, min, max, BigDecimal::doubleValue);
    };
  }

  private static void requireReachable(
      FieldProperties field, @Nullable BigDecimal min, @Nullable BigDecimal max) {
    if (min != null && min.compareTo(MOST_LONG) > 0) {
      throw field.mustBe("min", "at most " + MOST_LONG);
    }
    if (max != null && max.compareTo(LEAST_LONG) < 0) {
      throw field.mustBe("max", "at least " + LEAST_LONG);
    }
  }

  private static ValueReader whole(
      ValueReader number, @Nullable BigDecimal min, @Nullable BigDecimal max) {
    long least = min == null ? Long.MIN_VALUE : whole(min.max(LEAST_LONG), RoundingMode.CEILING);
    long most = max == null ? Long.MAX_VALUE : whole(max.min(MOST_LONG), RoundingMode.FLOOR);
    return json -> {
      Object value = number.read(json);
      long size = ((Number) value).longValue();
      if (size < least || size > most) {
        throw outside(min, max);
      }
      return value;
    };
  }

  private static long whole(BigDecimal bound, RoundingMode mode) {
    return bound.setScale(0, mode).longValueExact();
  }

  private static ValueReader real(
      ValueReader number,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      ToDoubleFunction<BigDecimal> read) {
    double least = min == null ? Double.NEGATIVE_INFINITY : read.applyAsDouble(min);
    double most = max == null ? Double.POSITIVE_INFINITY : read.applyAsDouble(max);
    return json -> {
      Object value = number.read(json);
      double size = ((Number) value).doubleValue();
      if (size < least || size > most) {
        throw outside(min, max);
      }
      return value;
    };
  }

  static BadRecordException outside(@Nullable BigDecimal min, @Nullable BigDecimal max) {
    return new BadRecordException(
        Reason.OUT_OF_RANGE,
        "is outside of " + (min == null ? "-∞" : min) + " to " + (max == null ? "∞" : max));
  }
}
