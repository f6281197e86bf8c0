package dev.headrace.io.secretsmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** One field of a secret that is a JSON object. */
final class JsonField {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonField() {}

  /**
   * The field's text, or its number or truth value as text.
   *
   * @throws IOException if there is no such field with a value; the message names the reference
   */
  static String of(String secret, String field, String reference) throws IOException {
    JsonNode value = object(secret, reference).path(field);
    if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
      throw new IOException(
          "The secret " + reference + " has no text, number or truth value of that name");
    }
    return value.asText();
  }

  private static JsonNode object(String secret, String reference) throws IOException {
    JsonNode json = null;
    try {
      json = JSON.readTree(secret);
    } catch (JsonProcessingException e) {
      // Neither its message nor its cause is told: they quote what they could not read.
    }
    if (json == null || !json.isObject()) {
      throw new IOException(
          "The secret " + reference + " is not a JSON object, so it has no field to be named");
    }
    return json;
  }
}
