package dev.headrace.io.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.fetch.Body;
import dev.headrace.transforms.fetch.RawResponse;
import java.io.BufferedReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values at some JSON Pointers (RFC 6901) in one pass over a body of any size, of which
 * it holds no more than these values. The whole body is read, so that one that breaks off behind
 * them is not taken for a whole one. Of a key that stands twice in an object, the last one holds.
 *
 * <p>A body of many documents, each on lines of its own, has the values of the first. Building one
 * of these costs more than using it; it can be used by many threads.
 */
final class JsonScan {
  /** Characters of the longest value that is kept. */
  static final int MAX_LENGTH = 16_384;

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int BUFFER = 1 << 14;

  /** Bytes of the longest body that is read the fast way. */
  static final long SMALL = 4 << 20;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(500)
          .maxNumberLength(1 << 20)
          .maxStringLength(1 << 20)
          .build();

  /** Reads bytes twice as fast as characters, but keeps a table of all names it comes upon. */
  private static final JsonFactory SMALL_JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(LIMITS)
          .build();

  /** Keeps no table, which would grow with a body that is keyed by ids. */
  private static final JsonFactory LARGE_JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(LIMITS)
          .build();

  private final Set<String> pointers;
  private final JsonPlaces places;

  private JsonScan(Set<String> pointers) {
    this.pointers = pointers;
    this.places = JsonPlaces.of(pointers);
  }

  /**
   * Finds values.
   *
   * @throws IllegalArgumentException if one of them is no JSON Pointer
   */
  static JsonScan of(Collection<String> pointers) {
    return new JsonScan(new TreeSet<>(pointers));
  }

  /** Finds what this one does and the other. */
  JsonScan and(JsonScan other) {
    Set<String> both = new TreeSet<>(pointers);
    both.addAll(other.pointers);
    return new JsonScan(both);
  }

  /** What is found where nothing is read. */
  Found overNothing() {
    return places.nothing();
  }

  /**
   * What is found in the body of an answer; nothing if it has none, or nothing is asked for.
   *
   * @throws BadRecordException if it is not JSON
   */
  Found over(RawResponse response) throws BadRecordException {
    if (pointers.isEmpty() || isEmpty(response)) {
      return places.nothing();
    }
    return parse(
        response,
        (parser, token) -> {
          if (token == null) {
            return places.nothing();
          }
          Found found = places.read(parser);
          requireEnd(parser);
          return found;
        });
  }

  /**
   * What is found in every element of an array, where the pointers begin at the element.
   *
   * @throws BadRecordException if the body is not JSON, or has no array there
   */
  List<Found> overElements(RawResponse response, String array) throws BadRecordException {
    if (isEmpty(response)) {
      return List.of();
    }
    List<Found> elements = new ArrayList<>();
    JsonPlaces toArray = JsonPlaces.toElements(array, places, elements);
    Found found =
        parse(
            response,
            (parser, token) -> {
              if (token == null) {
                return toArray.nothing();
              }
              Found read = toArray.read(parser);
              requireEnd(parser);
              return read;
            });
    if (!found.isEmpty()) {
      found.at(array).requireElements(array);
    }
    return elements;
  }

  private static boolean isEmpty(RawResponse response) {
    return response.status() == 204 || response.body().length() == 0;
  }

  private interface Reading {
    Found read(JsonParser parser, @Nullable JsonToken first) throws IOException;
  }

  private static Found parse(RawResponse response, Reading reading) throws BadRecordException {
    try (JsonParser parser = open(response.body())) {
      return reading.read(parser, parser.nextToken());
    } catch (JsonProcessingException | CharacterCodingException | CharConversionException e) {
      throw new BadRecordException(Reason.MALFORMED, "The answer is not JSON" + where(e));
    } catch (IOException e) {
      throw new UncheckedIOException("The body of an answer cannot be read again", e);
    }
  }

  /** JSON is UTF-8 (RFC 8259, 8.1); what is not is refused. */
  private static JsonParser open(Body body) throws IOException {
    InputStream in = body.open();
    try {
      if (body.length() > SMALL) {
        Reader reader = new BufferedReader(new InputStreamReader(in, UTF_8.newDecoder()), BUFFER);
        skipByteOrderMark(reader);
        return LARGE_JSON.createParser(reader);
      }
      JsonParser parser = SMALL_JSON.createParser(in);
      if (parser.currentLocation().getByteOffset() < 0) {
        throw new JsonParseException(parser, "not UTF-8");
      }
      return parser;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static void skipByteOrderMark(Reader in) throws IOException {
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
  }

  /** Reads to the end, past documents that stand on lines of their own. */
  private static void requireEnd(JsonParser parser) throws IOException {
    parser.finishToken();
    int line = parser.currentLocation().getLineNr();
    while (parser.nextToken() != null) {
      if (parser.currentTokenLocation().getLineNr() == line) {
        throw new JsonParseException(parser, "more than one document");
      }
      parser.skipChildren();
      parser.finishToken();
      line = parser.currentLocation().getLineNr();
    }
  }

  /** The place alone: Jackson's own message can quote the body, and so a secret in it. */
  private static String where(IOException e) {
    return e instanceof JsonProcessingException json && json.getLocation() != null
        ? ": it breaks at line %d, column %d"
            .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr())
        : ": its characters are not UTF-8";
  }
}
