package dev.headrace.io.http.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One value of a JSON body, found without holding the body. */
final class BodyField {
  private static final JsonFactory JSON = new JsonFactory();

  private BodyField() {}

  /** The text, number or boolean at the pointer; empty if there is none, or the body no JSON. */
  static Optional<String> of(Body body, String pointer) {
    JsonPointerBasedFilter only = new JsonPointerBasedFilter(JsonPointer.compile(pointer));
    try (InputStream in = body.open();
        JsonParser parser =
            new FilteringParserDelegate(
                JSON.createParser(in), only, Inclusion.ONLY_INCLUDE_ALL, false)) {
      JsonToken token = parser.nextToken();
      return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
          ? Optional.of(parser.getText())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
