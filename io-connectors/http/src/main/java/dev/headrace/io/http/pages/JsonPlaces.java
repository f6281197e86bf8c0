package dev.headrace.io.http.pages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import dev.headrace.io.http.pages.JsonValue.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places in a document that some JSON Pointers lead to, as a tree. */
final class JsonPlaces {
  private final Place root = new Place();
  private final Map<String, Integer> slots = new HashMap<>();
  private int size;

  private JsonPlaces() {}

  static JsonPlaces of(Collection<String> pointers) {
    JsonPlaces places = new JsonPlaces();
    Map<String, Place> named = new HashMap<>();
    for (String pointer : pointers) {
      named.put(pointer, places.root.below(JsonPointer.compile(pointer)));
    }
    places.size = places.root.number(0);
    named.forEach((pointer, place) -> places.slots.put(pointer, place.slot));
    return places;
  }

  /** The place of an array, of whose elements the given places are read. */
  static JsonPlaces toElements(String array, JsonPlaces inElement, List<Found> elements) {
    JsonPlaces places = of(Set.of(array));
    Place place = places.root.below(JsonPointer.compile(array));
    place.inElement = inElement;
    place.found = elements;
    return places;
  }

  Found nothing() {
    return new Found(slots, null);
  }

  /** Reads the value at which the parser stands, to its end. */
  Found read(JsonParser parser) throws IOException {
    @Nullable JsonValue[] values = new @Nullable JsonValue[size];
    root.read(parser, values);
    return new Found(slots, values);
  }

  private static final class Place {
    private final Map<String, Place> properties = new HashMap<>();
    private final Map<Integer, Place> elements = new HashMap<>();
    private @Nullable JsonPlaces inElement;
    private @Nullable List<Found> found;
    private int slot;
    private int end;

    Place below(JsonPointer pointer) {
      if (pointer.matches()) {
        return this;
      }
      Place next = properties.computeIfAbsent(pointer.getMatchingProperty(), name -> new Place());
      if (pointer.mayMatchElement()) {
        elements.put(pointer.getMatchingIndex(), next);
      }
      return next.below(pointer.tail());
    }

    /** Gives this place and all below it slots in a row. */
    int number(int from) {
      slot = from;
      end = from + 1;
      for (Place place : properties.values()) {
        end = place.number(end);
      }
      return end;
    }

    void read(JsonParser parser, @Nullable JsonValue[] values) throws IOException {
      Arrays.fill(values, slot, end, null);
      values[slot] =
          switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, values);
            case START_ARRAY -> readArray(parser, values);
            case VALUE_NULL -> JsonValue.NULL;
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_STRING -> scalar(Kind.TEXT, parser);
            case VALUE_NUMBER_INT -> scalar(Kind.WHOLE_NUMBER, parser);
            default -> scalar(Kind.FRACTION, parser);
          };
    }

    private JsonValue readObject(JsonParser parser, @Nullable JsonValue[] values)
        throws IOException {
      if (properties.isEmpty()) {
        parser.skipChildren();
        return JsonValue.OBJECT;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        Place place = properties.get(parser.currentName());
        parser.nextToken();
        readOrSkip(place, parser, values);
      }
      return JsonValue.OBJECT;
    }

    private JsonValue readArray(JsonParser parser, @Nullable JsonValue[] values)
        throws IOException {
      if (found != null) {
        found.clear(); // of a key that stands twice, the last one holds
      }
      int size = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (inElement != null && found != null) {
          found.add(inElement.read(parser));
        } else {
          readOrSkip(elements.isEmpty() ? null : elements.get(size), parser, values);
        }
        size++;
      }
      return JsonValue.array(size);
    }

    private static void readOrSkip(
        @Nullable Place place, JsonParser parser, @Nullable JsonValue[] values) throws IOException {
      if (place == null) {
        parser.skipChildren();
      } else {
        place.read(parser, values);
      }
    }

    private static JsonValue scalar(Kind kind, JsonParser parser) throws IOException {
      return parser.getTextLength() > JsonScan.MAX_LENGTH
          ? JsonValue.TOO_LONG
          : new JsonValue(kind, parser.getText(), 0);
    }
  }
}
