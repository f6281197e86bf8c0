package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as trees that keep every digit of a number. */
final class Trees {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final JsonMapper WHOLE =
      MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Trees() {}

  /** The value that a parser stands at. */
  static JsonNode read(JsonParser json) throws IOException {
    return MAPPER.readTree(json);
  }

  /**
   * The value that some bytes hold.
   *
   * @throws BadRecordException if they hold anything else, or a field twice
   */
  static JsonNode of(byte[] json) throws BadRecordException {
    try {
      return WHOLE.readTree(json);
    } catch (JsonProcessingException e) {
      throw new BadRecordException(
          Reason.MALFORMED, "The record is not JSON, or has a field more than once");
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory can always be read", e);
    }
  }

  static JsonNode decode(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  static byte[] toBytes(JsonNode tree) throws IOException {
    return MAPPER.writeValueAsBytes(tree);
  }

  /** A parser that stands at the value. */
  static JsonParser parser(JsonNode tree) throws IOException {
    JsonParser json = MAPPER.treeAsTokens(tree);
    json.nextToken();
    return json;
  }
}
