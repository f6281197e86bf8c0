package dev.headrace.transforms.quality;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headrace.transforms.quality.FieldRule.ValueCheck;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;

/** Rules over texts. */
final class Texts {
  private Texts() {}

  /** A check of a text. */
  @FunctionalInterface
  interface TextCheck extends Serializable {
    /** Whether the text keeps to the rule. */
    boolean holds(String text);
  }

  static boolean isText(Schema type) {
    return type.getLogicalType() == null
        && (type.getType() == Schema.Type.STRING || type.getType() == Schema.Type.ENUM);
  }

  static FieldRule rule(String rule, String field, List<?> settings, TextCheck check) {
    return ofValues(rule, field, settings, value -> check.holds(value.toString()));
  }

  private static FieldRule ofValues(String rule, String field, List<?> settings, ValueCheck check) {
    return FieldRule.of(rule, field, settings, "a text", type -> isText(type) ? check : null);
  }

  static FieldRule length(String field, int min, int max, Rules.Unit unit) {
    return ofValues(
        "length",
        field,
        List.of(min, max, unit),
        value -> {
          int length = unit == Rules.Unit.BYTES ? bytes(value) : characters(value.toString());
          return length >= min && length <= max;
        });
  }

  private static int bytes(Object value) {
    return value instanceof Utf8 utf8
        ? utf8.getByteLength()
        : new Utf8(value.toString()).getByteLength();
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  static Pattern pattern(String field, String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "The pattern of %s must be one of RE2, but is \"%s\": %s"
              .formatted(field, pattern, e.getDescription()),
          e);
    }
  }
}
