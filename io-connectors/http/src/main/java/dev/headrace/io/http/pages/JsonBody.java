package dev.headrace.io.http.pages;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.IOException;

/** What a body says of its pages. */
final class JsonBody {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonBody() {}

  /**
   * The value at a JSON Pointer.
   *
   * @throws BadRecordException if the body is not JSON
   */
  static JsonNode at(RawResponse response, String pointer) throws BadRecordException {
    try {
      return JSON.readTree(response.body().bytes()).at(JsonPointer.compile(pointer));
    } catch (IOException e) {
      throw new BadRecordException(Reason.MALFORMED, "The answer is not JSON");
    }
  }

  /** Whether a value says that nothing follows. */
  static boolean isNothing(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.textValue().isEmpty());
  }
}
