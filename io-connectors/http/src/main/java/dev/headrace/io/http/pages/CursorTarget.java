package dev.headrace.io.http.pages;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import dev.headrace.io.http.pages.JsonValue.Kind;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a request takes a cursor.
 *
 * @param name the parameter, the header, or the JSON Pointer into the body
 */
record CursorTarget(Place place, String name) implements Serializable {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final CharMatcher VISIBLE = CharMatcher.inRange('!', '~');

  enum Place {
    PARAMETER,
    HEADER,
    BODY
  }

  /**
   * The request of a page with the cursor in it.
   *
   * @throws BadRecordException if the cursor can not stand there
   * @throws IllegalArgumentException if the request has no body for it
   */
  FetchRequest send(FetchRequest page, JsonValue cursor) throws BadRecordException {
    return switch (place) {
      case PARAMETER -> page.atPage(page.page(), Query.with(page.url(), name, cursor.text()));
      case HEADER -> page.withHeaders(headers(page, cursor));
      case BODY -> page.withMethod(page.method(), body(page, cursor));
    };
  }

  /** The cursor that the request of a page was sent with; null for none. */
  @Nullable String sentWith(FetchRequest page) {
    return switch (place) {
      case PARAMETER -> Query.parameters(page.url()).get(name);
      case HEADER -> page.headers().get(name);
      case BODY -> {
        String sent = bodyOf(page).at(name).asText();
        yield sent.isEmpty() ? null : sent;
      }
    };
  }

  private Map<String, String> headers(FetchRequest page, JsonValue cursor)
      throws BadRecordException {
    if (!VISIBLE.matchesAllOf(cursor.text())) {
      throw new BadRecordException(Reason.MALFORMED, "The cursor can not stand in a header");
    }
    Map<String, String> headers = new HashMap<>(page.headers());
    headers.put(name, cursor.text());
    return headers;
  }

  private String body(FetchRequest page, JsonValue cursor) {
    ObjectNode body = bodyOf(page);
    JsonPointer pointer = JsonPointer.compile(name);
    String property = pointer.last().getMatchingProperty();
    try {
      ObjectNode parent = body.withObject(pointer.head());
      if (cursor.is(Kind.WHOLE_NUMBER)) {
        parent.put(property, new BigInteger(cursor.text()));
      } else {
        parent.put(property, cursor.text());
      }
      return JSON.writeValueAsString(body);
    } catch (UnsupportedOperationException | JsonProcessingException e) {
      throw new IllegalArgumentException("The request's body can take no cursor at " + name, e);
    }
  }

  private ObjectNode bodyOf(FetchRequest page) {
    String body = page.body();
    try {
      if (body != null && JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The request's body is no JSON to take a cursor", e);
    }
    throw new IllegalArgumentException(
        "A cursor sent in the body at " + name + " needs requests with a JSON object as body");
  }
}
