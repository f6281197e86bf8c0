package dev.headrace.transforms.records;

import static dev.headrace.transforms.records.ValueReader.require;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Readers of numbers written as JSON numbers. */
final class NumberReaders {
  private static final double TWO_TO_63 = 0x1p63;

  private NumberReaders() {}

  static ValueReader int32() {
    return json -> {
      long value = wholeNumber(json);
      if (value != (int) value) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits");
      }
      return (int) value;
    };
  }

  static ValueReader int64() {
    return NumberReaders::wholeNumber;
  }

  static long wholeNumber(JsonParser json) throws IOException, BadRecordException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT) {
      if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw tooLarge();
      }
      return json.getLongValue();
    }
    require(token == JsonToken.VALUE_NUMBER_FLOAT, json, "a whole number");
    return wholeFloat(json);
  }

  /** 5.0 and 5e3 are whole too. */
  private static long wholeFloat(JsonParser json) throws IOException, BadRecordException {
    double value = json.getDoubleValue();
    if (value != Math.rint(value)) {
      throw new BadRecordException(Reason.WRONG_TYPE, "must be a whole number, but is number");
    }
    if (!(Math.abs(value) < TWO_TO_63)) {
      throw tooLarge();
    }
    try {
      return json.getDecimalValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new BadRecordException(Reason.WRONG_TYPE, "must be a whole number, but is number");
    }
  }

  static ValueReader float64() {
    return NumberReaders::number;
  }

  static double number(JsonParser json) throws IOException, BadRecordException {
    JsonToken token = json.currentToken();
    require(token != null && token.isNumeric(), json, "a number");
    double value = json.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw tooLarge();
    }
    return value;
  }

  static ValueReader float32() {
    return json -> {
      float value = (float) number(json);
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
        throw new BadRecordException(
            Reason.OUT_OF_RANGE,
            "is outside of " + (min == null ? "-∞" : min) + " to " + (max == null ? "∞" : max));
      }
      return value;
    };
  }

  private static BadRecordException tooLarge() {
    return new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 64 bits");
  }
}
