package dev.headrace.transforms.mask;

import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;

/** What there is to do with texts. */
final class Texts {
  private Texts() {}

  static boolean isText(Schema type) {
    return type.getLogicalType() == null && type.getType() == Schema.Type.STRING;
  }

  static Object first(Object value, int characters) {
    String text = value.toString();
    return text.codePointCount(0, text.length()) <= characters
        ? value
        : new Utf8(text.substring(0, text.offsetByCodePoints(0, characters)));
  }
}
