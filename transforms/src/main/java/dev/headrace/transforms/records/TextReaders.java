package dev.headrace.transforms.records;

import static dev.headrace.transforms.records.ValueReader.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.base.Utf8;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Readers of texts and lists. */
final class TextReaders {
  private static final JsonFactory JSON = new JsonFactory();

  private TextReaders() {}

  static ValueReader text(int maxBytes) {
    return json -> {
      require(json.currentToken() == JsonToken.VALUE_STRING, json, "text");
      return limited(json, maxBytes);
    };
  }

  /** A text, or a number or boolean as it stands in the source. */
  static ValueReader literal(int maxBytes) {
    return json -> limited(literalOf(json), maxBytes);
  }

  static String literalOf(JsonParser json) throws IOException, BadRecordException {
    JsonToken token = json.currentToken();
    require(token != null && token.isScalarValue(), json, "a text, number or boolean");
    return json.getText();
  }

  /** A text as it is, and any other value as the JSON that stands for it. */
  static ValueReader json(int maxBytes) {
    return json -> {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        return limited(json.getText(), maxBytes);
      }
      StringWriter text = new StringWriter();
      try (JsonGenerator out = JSON.createGenerator(text)) {
        copy(json, out);
      }
      return limited(text.toString(), maxBytes);
    };
  }

  /** Numbers keep the digits they are written with. */
  private static void copy(JsonParser json, JsonGenerator out) throws IOException {
    int depth = 0;
    while (true) {
      out.copyCurrentEventExact(json);
      if (json.currentToken().isStructStart()) {
        depth++;
      } else if (json.currentToken().isStructEnd()) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
      json.nextToken();
    }
  }

  /** Nearly all texts are ASCII, whose characters are its bytes: no string is made for these. */
  private static org.apache.avro.util.Utf8 limited(JsonParser json, int maxBytes)
      throws IOException, BadRecordException {
    byte[] value = json instanceof ReusedParser reused ? reused.asciiValue() : null;
    return value != null && value.length <= maxBytes
        ? new org.apache.avro.util.Utf8(value)
        : limitedCharacters(json, maxBytes);
  }

  private static org.apache.avro.util.Utf8 limitedCharacters(JsonParser json, int maxBytes)
      throws IOException, BadRecordException {
    char[] text = json.getTextCharacters();
    int from = json.getTextOffset();
    int length = json.getTextLength();
    if (length > maxBytes) {
      return limited(json.getText(), maxBytes);
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = text[from + i];
      if (c >= 0x80) {
        return limited(json.getText(), maxBytes);
      }
      bytes[i] = (byte) c;
    }
    return new org.apache.avro.util.Utf8(bytes);
  }

  private static org.apache.avro.util.Utf8 limited(String text, int maxBytes)
      throws BadRecordException {
    int bytes = utf8Bytes(text);
    if (bytes > maxBytes) {
      throw new BadRecordException(
          Reason.OUT_OF_RANGE,
          "has " + bytes + " bytes of UTF-8, and at most " + maxBytes + " are allowed");
    }
    return new org.apache.avro.util.Utf8(text);
  }

  static String textOf(JsonParser json, String wanted) throws IOException, BadRecordException {
    require(json.currentToken() == JsonToken.VALUE_STRING, json, wanted);
    return json.getText();
  }

  /** A list written as one text; empty elements, such as those around the text, do not count. */
  static ValueReader split(String separator, ValueReader element) {
    Pattern pattern = Pattern.compile(Pattern.quote(separator));
    return json -> {
      List<Object> values = new ArrayList<>();
      for (String part : pattern.split(textOf(json, "text"), -1)) {
        if (!part.isEmpty()) {
          JsonParser text = TextNode.valueOf(part).traverse();
          text.nextToken();
          values.add(element.read(text));
        }
      }
      return values;
    };
  }

  static ValueReader list(ValueReader element) {
    return json -> {
      require(json.currentToken() == JsonToken.START_ARRAY, json, "a list");
      List<Object> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        values.add(element.read(json));
      }
      return values;
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
}
