package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.Serializable;

/**
 * Turns the JSON value a parser stands at, never null, into the value Avro holds for a field's
 * type. It leaves the parser at the value's last token, unless it fails.
 */
@FunctionalInterface
interface ValueReader extends Serializable {

  Object read(JsonParser json) throws IOException, BadRecordException;

  /** Refuses a value of another kind. */
  static void require(boolean fits, JsonParser json, String wanted) throws BadRecordException {
    if (!fits) {
      throw new BadRecordException(
          Reason.WRONG_TYPE, "must be " + wanted + ", but is " + kindOf(json.currentToken()));
    }
  }

  /** What JSON calls a value that starts with the token. */
  static String kindOf(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      default -> "null";
    };
  }
}
