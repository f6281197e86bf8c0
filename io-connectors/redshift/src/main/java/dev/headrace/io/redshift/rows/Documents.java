package dev.headrace.io.redshift.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.io.redshift.types.RedshiftType;

/**
 * JSON for SUPER: a text that is JSON, or rows, lists and maps that become so. No text in it is
 * longer than that of a VARCHAR
 * (https://docs.aws.amazon.com/redshift/latest/dg/limitations-super.html).
 */
record Documents(RowColumn column) implements ValueRule {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build()
          .readerFor(JsonNode.class);

  @Override
  public Object stage(Object value) throws RejectedRowException {
    String json;
    if (value instanceof String text) {
      requireSound(parsed(text));
      json = text;
    } else {
      JsonNode tree = new JsonTree(column).of(value);
      requireSound(tree);
      json = tree.toString();
    }
    byte[] bytes = Utf8.encode(column, json);
    int most = column.maxBytes();
    if (bytes.length > most) {
      throw column.rejected(
          RejectionReason.TOO_LONG,
          "has room for %d bytes of JSON, but has %d".formatted(most, bytes.length));
    }
    return bytes;
  }

  private JsonNode parsed(String text) throws RejectedRowException {
    try {
      JsonNode tree = READER.readValue(text);
      if (tree != null && !tree.isMissingNode()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // Told below, without the value that the parser's message repeats.
    } catch (NumberFormatException e) {
      // What the parser throws of an exponent that no int holds.
      throw new DocumentNumbers(column).outOfRange();
    }
    throw column.rejected(
        RejectionReason.INVALID_JSON,
        "must be JSON, but is a text of %d characters that is not".formatted(text.length()));
  }

  /** An escape hides what would otherwise be found in the document as a whole. */
  private void requireSound(JsonNode tree) throws RejectedRowException {
    if (tree.isTextual()) {
      requireSound(tree.textValue());
    }
    new DocumentNumbers(column).require(tree);
    for (JsonNode child : tree) {
      requireSound(child);
    }
    for (var names = tree.fieldNames(); names.hasNext(); ) {
      requireSound(names.next());
    }
  }

  private void requireSound(String text) throws RejectedRowException {
    int bytes = Utf8.encode(column, text).length;
    if (bytes > RedshiftType.MAX_VARCHAR_BYTES) {
      throw column.rejected(
          RejectionReason.TOO_LONG,
          "has room for texts of %d bytes, but one has %d"
              .formatted(RedshiftType.MAX_VARCHAR_BYTES, bytes));
    }
  }
}
