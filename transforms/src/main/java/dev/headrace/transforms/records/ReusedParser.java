package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonReadContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.BufferRecycler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser of JSON in UTF-8, which reads one text after the other: a parser of its own for
 * every record costs as much as the reading of a small one. For use by one thread, and one text at
 * a time.
 */
final class ReusedParser extends UTF8StreamJsonParser {
  private static final byte[] NOTHING = {};
  private static final int MOST_NAMES = 6_000; // as Jackson keeps between texts, to bound memory

  private final JsonReadContext root;

  ReusedParser(JsonFactory settings) {
    super(
        new IOContext(
            settings.streamReadConstraints(),
            new BufferRecycler(),
            ContentReference.unknown(),
            false),
        settings.getParserFeatures(),
        null,
        null,
        ByteQuadsCanonicalizer.createRoot().makeChild(JsonFactory.Feature.collectDefaults()),
        NOTHING,
        0,
        0,
        0,
        false);
    root = _parsingContext;
  }

  /** Whether it has seen so many names of fields that another one had better go on. */
  boolean isFull() {
    return _symbols.size() > MOST_NAMES;
  }

  /** Begins a text. */
  JsonParser read(byte[] text) {
    _inputBuffer = text;
    _inputPtr = 0;
    _inputEnd = text.length;
    _currInputProcessed = 0;
    _currInputRow = 1;
    _currInputRowStart = 0;
    _currToken = null;
    _nextToken = null;
    _lastClearedToken = null;
    _tokenIncomplete = false;
    _numTypesValid = NR_UNKNOWN;
    _binaryValue = null;
    root.reset(0, 1, 0);
    root.setCurrentValue(null);
    _parsingContext = root;
    return this;
  }

  /**
   * The bytes of the string value it has come to, if these are its characters: if all are ASCII and
   * none is escaped. Null if not, or if the value has been looked at before. The parser stays where
   * it is.
   */
  byte @Nullable [] asciiValue() {
    if (!_tokenIncomplete || _currToken != JsonToken.VALUE_STRING) {
      return null;
    }
    byte[] bytes = _inputBuffer;
    int end = _inputPtr;
    // Bytes beyond ASCII are negative.
    while (end < _inputEnd && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
      end++;
    }
    return end < _inputEnd && bytes[end] == '"' ? Arrays.copyOfRange(bytes, _inputPtr, end) : null;
  }

  /** Ends a text, and keeps what the next one needs. */
  @Override
  public void close() {
    _inputBuffer = NOTHING;
    _inputPtr = 0;
    _inputEnd = 0;
  }
}
