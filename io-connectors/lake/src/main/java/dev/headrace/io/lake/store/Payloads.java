package dev.headrace.io.lake.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/** Bytes in JSON, exactly: as text where they are UTF-8, in base64 where they are not. */
public final class Payloads {
  private static final String ENCODING = "Encoding";

  private Payloads() {}

  /** Sets the field, and beside it {@code <field>Encoding} to {@code utf-8} or {@code base64}. */
  public static void put(ObjectNode object, String field, byte[] bytes) {
    try {
      object.put(field + ENCODING, "utf-8");
      object.put(field, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      object.put(field + ENCODING, "base64");
      object.put(field, Base64.getEncoder().encodeToString(bytes));
    }
  }

  /**
   * The bytes that were put.
   *
   * @throws IOException if the field is not there or is in no known encoding
   */
  public static byte[] get(JsonNode object, String field) throws IOException {
    String encoding = object.path(field + ENCODING).asText();
    String text = object.path(field).textValue();
    if (text != null && encoding.equals("utf-8")) {
      return text.getBytes(UTF_8);
    }
    if (text != null && encoding.equals("base64")) {
      return Base64.getDecoder().decode(text);
    }
    throw new IOException("No bytes at \"" + field + "\" in encoding \"" + encoding + "\"");
  }
}
