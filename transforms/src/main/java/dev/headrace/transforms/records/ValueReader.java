package dev.headrace.transforms.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.base.Utf8;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns one JSON value, never null or missing, into the value Avro holds for a field's type. */
@FunctionalInterface
interface ValueReader extends Serializable {

  Object read(JsonNode node) throws BadRecordException;

  static ValueReader text(int maxBytes) {
    return node -> {
      require(node.isTextual(), node, "text");
      int bytes = utf8Bytes(node.textValue());
      if (bytes > maxBytes) {
        throw new BadRecordException(
            Reason.OUT_OF_RANGE,
            "has " + bytes + " bytes of UTF-8, and at most " + maxBytes + " are allowed");
      }
      return node.textValue();
    };
  }

  static ValueReader bool() {
    return node -> {
      require(node.isBoolean(), node, "a boolean");
      return node.booleanValue();
    };
  }

  static ValueReader int32() {
    ValueReader wide = int64();
    return node -> {
      long value = (Long) wide.read(node);
      if (value != (int) value) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits");
      }
      return (int) value;
    };
  }

  static ValueReader int64() {
    return node -> {
      require(node.isNumber() && node.canConvertToExactIntegral(), node, "a whole number");
      if (!node.canConvertToLong()) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 64 bits");
      }
      return node.longValue();
    };
  }

  static ValueReader float64() {
    return node -> {
      require(node.isNumber(), node, "a number");
      double value = node.doubleValue();
      if (!Double.isFinite(value)) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 64 bits");
      }
      return value;
    };
  }

  static ValueReader float32() {
    ValueReader wide = float64();
    return node -> {
      float value = ((Double) wide.read(node)).floatValue();
      if (!Float.isFinite(value)) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits");
      }
      return value;
    };
  }

  /** An instant as milliseconds since 1970 or as ISO 8601 with an offset; see {@link Contract}. */
  static ValueReader instant(boolean epochMillis) {
    if (epochMillis) {
      ValueReader millis = int64();
      return node -> Instant.ofEpochMilli((Long) millis.read(node));
    }
    return node -> {
      require(node.isTextual(), node, "a time as text");
      try {
        return OffsetDateTime.parse(node.textValue()).toInstant();
      } catch (DateTimeException e) {
        throw new BadRecordException(
            Reason.WRONG_TYPE, "is not a time such as 2018-02-07T01:26:13Z");
      }
    };
  }

  static ValueReader timestampMicros(ValueReader instant) {
    return node -> {
      try {
        return ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) instant.read(node));
      } catch (ArithmeticException e) {
        throw new BadRecordException(
            Reason.OUT_OF_RANGE, "does not fit into 64 bits of microseconds");
      }
    };
  }

  static ValueReader date(ValueReader instant) {
    return node -> {
      long day = Math.floorDiv(((Instant) instant.read(node)).getEpochSecond(), 86_400L);
      if (day != (int) day) {
        throw new BadRecordException(Reason.OUT_OF_RANGE, "does not fit into 32 bits of days");
      }
      return (int) day;
    };
  }

  /** A list written as one text; empty elements, such as those around the text, do not count. */
  static ValueReader split(String separator, ValueReader element) {
    Pattern pattern = Pattern.compile(Pattern.quote(separator));
    return node -> {
      require(node.isTextual(), node, "text");
      List<Object> values = new ArrayList<>();
      for (String part : pattern.split(node.textValue(), -1)) {
        if (!part.isEmpty()) {
          values.add(element.read(TextNode.valueOf(part)));
        }
      }
      return values;
    };
  }

  static ValueReader list(ValueReader element) {
    return node -> {
      require(node.isArray(), node, "a list");
      List<Object> values = new ArrayList<>(node.size());
      for (JsonNode child : node) {
        values.add(element.read(child));
      }
      return values;
    };
  }

  static ValueReader between(ValueReader number, @Nullable Double min, @Nullable Double max) {
    return node -> {
      Object value = number.read(node);
      double size = ((Number) value).doubleValue();
      if ((min != null && size < min) || (max != null && size > max)) {
        throw new BadRecordException(
            Reason.OUT_OF_RANGE,
            "is outside of " + (min == null ? "-∞" : min) + " to " + (max == null ? "∞" : max));
      }
      return value;
    };
  }

  /** A lone half of a surrogate pair is no character, and would be written as a question mark. */
  private static int utf8Bytes(String text) throws BadRecordException {
    try {
      return Utf8.encodedLength(text);
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(Reason.MALFORMED, "holds half of a surrogate pair");
    }
  }

  private static void require(boolean fits, JsonNode node, String wanted)
      throws BadRecordException {
    if (!fits) {
      throw new BadRecordException(
          Reason.WRONG_TYPE,
          "must be " + wanted + ", but is " + node.getNodeType().name().toLowerCase(Locale.ROOT));
    }
  }
}
