package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;

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
}
