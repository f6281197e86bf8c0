package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts the elements of an array out of a JSON document without building the document. */
final class JsonSlices {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(500).build())
          .build();

  private JsonSlices() {}

  /**
   * The bytes of every element of the array, in order.
   *
   * @throws BadRecordException if the body is not one whole JSON document with an array there
   */
  static List<byte[]> of(byte[] body, JsonPointer array) throws BadRecordException {
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      descend(parser, array);
      List<byte[]> slices = elements(parser, body);
      requireEnd(parser);
      return slices;
    } catch (IOException e) {
      throw new BadRecordException(Reason.MALFORMED, "The body is not JSON: " + where(e));
    }
  }

  private static void descend(JsonParser parser, JsonPointer array)
      throws IOException, BadRecordException {
    for (JsonPointer rest = array; !rest.matches(); rest = rest.tail()) {
      if (!enter(parser, rest)) {
        throw noArray(array);
      }
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw noArray(array);
    }
  }

  private static boolean enter(JsonParser parser, JsonPointer step) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        if (step.matchesElement(i)) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = step.matchesProperty(parser.currentName());
      parser.nextToken();
      if (here) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static List<byte[]> elements(JsonParser parser, byte[] body) throws IOException {
    List<byte[]> slices = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int start = (int) parser.currentTokenLocation().getByteOffset();
      if (start < 0) {
        throw new JsonParseException(parser, "not UTF-8");
      }
      parser.skipChildren();
      parser.finishToken();
      slices.add(Arrays.copyOfRange(body, start, (int) parser.currentLocation().getByteOffset()));
    }
    return slices;
  }

  /** Reads on to the end, so that a body cut short after the array is not taken for a whole one. */
  private static void requireEnd(JsonParser parser) throws IOException {
    while (!parser.getParsingContext().inRoot()) {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "cut short");
      }
    }
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "more than one document");
    }
  }

  private static BadRecordException noArray(JsonPointer array) {
    return new BadRecordException(Reason.MALFORMED, "The body has no array at \"" + array + "\"");
  }

  /** The place alone: Jackson's own message can quote the body, and so a secret in it. */
  private static String where(IOException e) {
    return e instanceof com.fasterxml.jackson.core.JsonProcessingException json
            && json.getLocation() != null
        ? "it breaks at byte " + json.getLocation().getByteOffset()
        : "it ends too early";
  }
}
