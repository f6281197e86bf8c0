package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import org.jspecify.annotations.Nullable;

/** Readers of numbers of 32 and 64 bits. */
final class NumberReaders {
  private NumberReaders() {}

  static ValueReader int32(NumberSource source) {
    return json -> {
      long value = source.whole(json);
      if (value != (int) value) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits");
      }
      return (int) value;
    };
  }

  static ValueReader int64(NumberSource source) {
    return source::whole;
  }

  static ValueReader float64(NumberSource source) {
    return source::number;
  }

  static ValueReader float32(NumberSource source) {
    return json -> {
      float value = (float) source.number(json);
      if (!Float.isFinite(value)) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits");
      }
      return value;
    };
  }

  static ValueReader between(ValueReader number, @Nullable Double min, @Nullable Double max) {
    double least = min == null ? Double.NEGATIVE_INFINITY : min;
    double most = max == null ? Double.POSITIVE_INFINITY : max;
    return json -> {
      Object value = number.read(json);
      double size = ((Number) value).doubleValue();
      if (size < least || size > most) {
        throw outside(min, max);
      }
      return value;
    };
  }

  static BadRecordException outside(@Nullable Number min, @Nullable Number max) {
    return new BadRecordException(
        Reason.OUT_OF_RANGE,
        "is outside of " + (min == null ? "-∞" : min) + " to " + (max == null ? "∞" : max));
  }
}
