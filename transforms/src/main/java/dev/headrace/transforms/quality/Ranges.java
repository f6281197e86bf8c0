package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.quality.FieldRule.ValueCheck;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Checks that values lie between two bounds, each of which may be null for there being none. */
final class Ranges {
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private Ranges() {}

  static <T extends Comparable<? super T> & Serializable> FieldRule rule(
      String field, @Nullable T min, @Nullable T max, String needs, Bounded<T> bounded) {
    List<String> settings = List.of(told(min), told(max));
    checkArgument(min != null || max != null, "The range of %s must have a bound", field);
    checkArgument(
        min == null || max == null || min.compareTo(max) <= 0,
        "The range of %s must not end before it begins, but goes from %s to %s",
        field,
        min,
        max);
    return FieldRule.of("range", field, settings, needs, type -> bounded.check(type, min, max));
  }

  private static String told(@Nullable Object bound) {
    return bound == null ? "none" : bound.toString();
  }

  /** Makes a check of two bounds. */
  @FunctionalInterface
  interface Bounded<T> extends Serializable {
    /** The check; null if values of the type have no such bounds. */
    @Nullable ValueCheck check(Schema type, @Nullable T min, @Nullable T max);
  }

  static @Nullable ValueCheck numbers(
      Schema type, @Nullable BigDecimal min, @Nullable BigDecimal max) {
    LogicalType logical = type.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return decimals(decimal.getScale(), min, max);
    }
    if (logical != null) {
      return null;
    }
    return switch (type.getType()) {
      case INT, LONG ->
          longs(
              min == null ? Long.MIN_VALUE : whole(min, RoundingMode.CEILING),
              max == null ? Long.MAX_VALUE : whole(max, RoundingMode.FLOOR));
      case FLOAT ->
          doubles(
              min == null ? Double.NEGATIVE_INFINITY : min.floatValue(),
              max == null ? Double.POSITIVE_INFINITY : max.floatValue());
      case DOUBLE ->
          doubles(
              min == null ? Double.NEGATIVE_INFINITY : min.doubleValue(),
              max == null ? Double.POSITIVE_INFINITY : max.doubleValue());
      default -> null;
    };
  }

  static @Nullable ValueCheck times(Schema type, @Nullable Instant min, @Nullable Instant max) {
    LogicalType logical = type.getLogicalType();
    ChronoUnit unit =
        logical instanceof LogicalTypes.TimestampMillis ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
    return unit == ChronoUnit.MILLIS || logical instanceof LogicalTypes.TimestampMicros
        ? longs(
            min == null ? Long.MIN_VALUE : sinceEpoch(min, unit, 1),
            max == null ? Long.MAX_VALUE : sinceEpoch(max, unit, 0))
        : null;
  }

  static @Nullable ValueCheck dates(Schema type, @Nullable LocalDate min, @Nullable LocalDate max) {
    return type.getLogicalType() instanceof LogicalTypes.Date
        ? longs(
            min == null ? Long.MIN_VALUE : min.toEpochDay(),
            max == null ? Long.MAX_VALUE : max.toEpochDay())
        : null;
  }

  private static ValueCheck longs(long min, long max) {
    return value -> {
      long number = ((Number) value).longValue();
      return number >= min && number <= max;
    };
  }

  /** What is no number lies between no bounds. */
  private static ValueCheck doubles(double min, double max) {
    return value -> {
      double number = ((Number) value).doubleValue();
      return number >= min && number <= max;
    };
  }

  private static ValueCheck decimals(
      int scale, @Nullable BigDecimal min, @Nullable BigDecimal max) {
    return value -> {
      BigDecimal number = new BigDecimal(new BigInteger(bytes(value)), scale);
      return (min == null || number.compareTo(min) >= 0)
          && (max == null || number.compareTo(max) <= 0);
    };
  }

  private static byte[] bytes(Object value) {
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static long whole(BigDecimal bound, RoundingMode mode) {
    checkArgument(
        bound.compareTo(MIN_LONG) >= 0 && bound.compareTo(MAX_LONG) <= 0,
        "A bound of a whole number must fit into 64 bits, but was %s",
        bound);
    boolean hasWholePart = bound.precision() > bound.scale();
    // Rounding would first write out the zeros of a number such as 1e-999999999.
    return (hasWholePart ? bound : HALF.multiply(BigDecimal.valueOf(bound.signum())))
        .setScale(0, mode)
        .longValueExact();
  }

  /** Whole units, rounded up to them where {@code up} is 1 and down where it is 0. */
  private static long sinceEpoch(Instant bound, ChronoUnit unit, int up) {
    try {
      Instant whole = bound.truncatedTo(unit);
      long units = unit.between(Instant.EPOCH, whole);
      return whole.equals(bound) ? units : Math.addExact(units, up);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "A bound of a timestamp must fit into 64 bits of %s, but was %s".formatted(unit, bound),
          e);
    }
  }
}
