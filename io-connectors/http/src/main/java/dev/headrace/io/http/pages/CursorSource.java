package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.Serializable;
import java.util.Locale;
import java.util.Set;

/**
 * Where an answer has a cursor.
 *
 * @param pointer JSON Pointer into the body; empty if it is in a header
 * @param header the header in lower case; empty if it is in the body
 */
record CursorSource(String pointer, String header) implements Serializable {

  static CursorSource inBody(String pointer) {
    return new CursorSource(Pointers.requirePlace("cursor", pointer), "");
  }

  static CursorSource inHeader(String name) {
    checkArgument(!name.isEmpty(), "name must not be empty");
    return new CursorSource("", name.toLowerCase(Locale.ROOT));
  }

  Set<String> headers() {
    return header.isEmpty() ? Set.of() : Set.of(header);
  }

  /**
   * The cursor of the page that follows, or nothing.
   *
   * @throws BadRecordException if there is something that is no cursor
   */
  JsonValue read(RawResponse response, Found found) throws BadRecordException {
    JsonValue cursor =
        header.isEmpty()
            ? found.at(pointer)
            : new JsonValue(Kind.TEXT, response.headers().getOrDefault(header, ""), 0);
    if (!cursor.isNothing() && !cursor.isName()) {
      throw new BadRecordException(
          Reason.MALFORMED,
          "The cursor at " + pointer + " is neither text nor a whole number of usual length");
    }
    return cursor;
  }
}
