package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;

/** JSON as trees that keep every digit of a number. */
final class Trees {
  private static final JsonMapper MAPPER =
      mapper(JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build());
  private static final JsonMapper WHOLE =
      MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final JsonMapper DEEP =
      mapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
              .build());

  private Trees() {}

  private static JsonMapper mapper(JsonFactory json) {
    return JsonMapper.builder(json)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /**
   * The value that a parser stands at.
   *
   * @throws BadRecordException if it has a number that cannot be held
   */
  static JsonNode read(JsonParser json) throws IOException, BadRecordException {
    try {
      return MAPPER.readTree(json);
    } catch (NumberFormatException e) {
      throw numberTooLong();
    }
  }

  /**
   * The value that some bytes of UTF-8 hold.
   *
   * @throws BadRecordException if they hold anything else, a field twice, or a number that cannot
   *     be held
   */
  static JsonNode of(byte[] json) throws BadRecordException {
    try {
      return WHOLE.readTree(json);
    } catch (IOException e) {
      throw new BadRecordException(
          Reason.MALFORMED, "The record is not JSON, or has a field more than once");
    } catch (NumberFormatException e) {
      throw numberTooLong();
    }
  }

  private static BadRecordException numberTooLong() {
    return NumberSource.tooLong("The record has a number that ");
  }

  /**
   * Reads what {@link #toBytes} has written, however deep: a tree can be made of a format that is
   * nested deeper than what is taken for JSON.
   */
  static JsonNode decode(byte[] json) throws IOException {
    return DEEP.readTree(json);
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
