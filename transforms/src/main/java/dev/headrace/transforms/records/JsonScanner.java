package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a JSON document (RFC 8259) byte by byte and sees to it that it is one. Names, texts
 * and numbers can be as long as they like, since nothing of them is held.
 */
final class JsonScanner {
  /** Deeper than any record that is not too long. */
  private static final int MAX_DEPTH = Slice.MAX_BYTES;

  private static final int LONGEST_ESCAPE = 6;

  private final ByteCutter bytes;
  private final Utf8Check utf8;
  private final BitSet objects = new BitSet();

  JsonScanner(ByteCutter bytes) {
    this.bytes = bytes;
    this.utf8 = new Utf8Check(bytes);
  }

  /** The next byte that is not white space; -1 at the end. */
  int nextToken() throws IOException {
    int next = bytes.next();
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = bytes.next();
    }
    return next;
  }

  void require(boolean fits) throws BadRecordException {
    if (!fits) {
      throw new BadRecordException(
          Reason.MALFORMED,
          "The body is not JSON: it breaks, or ends too early, at byte " + bytes.offset());
    }
  }

  /**
   * Goes behind a property's name and its colon.
   *
   * @param first byte of the name
   */
  void skipName(int first) throws IOException, BadRecordException {
    require(first == '"');
    skipText();
    require(nextToken() == ':');
  }

  /**
   * Goes behind a property's name and its colon.
   *
   * @return the name; null if it is longer than any that is looked for
   */
  @Nullable String name(int first, int longest) throws IOException, BadRecordException {
    require(first == '"');
    bytes.back();
    bytes.begin();
    bytes.next();
    skipText();
    Slice name = bytes.end(0);
    require(nextToken() == ':');
    return name.length() > 2 + (long) longest * LONGEST_ESCAPE ? null : text(name);
  }

  private static String text(Slice quoted) throws IOException {
    try (JsonParser json = Conform.JSON.createParser(quoted.bytes())) {
      return String.valueOf(json.nextTextValue());
    }
  }

  /** Goes behind a value, of which the first byte has been read. */
  void skipValue(int first) throws IOException, BadRecordException {
    int depth = 0;
    int token = first;
    while (true) {
      boolean opened = false;
      switch (token) {
        case '{', '[' -> {
          require(depth < MAX_DEPTH);
          objects.set(depth++, token == '{');
          opened = true;
        }
        case '"' -> skipText();
        case 't' -> skipWord("rue");
        case 'f' -> skipWord("alse");
        case 'n' -> skipWord("ull");
        default -> skipNumber(token);
      }
      token = opened ? nextToken() : 0;
      boolean empty = opened && isEnd(token, depth);
      if (empty) {
        depth--;
      }
      if (!opened || empty) {
        depth = skipEnds(depth);
        if (depth == 0) {
          return;
        }
        token = nextToken();
      }
      if (objects.get(depth - 1)) {
        skipName(token);
        token = nextToken();
      }
    }
  }

  /** Goes behind the next comma, and behind all objects and arrays that end before it. */
  private int skipEnds(int open) throws IOException, BadRecordException {
    int depth = open;
    while (depth > 0) {
      int token = nextToken();
      if (token == ',') {
        return depth;
      }
      require(isEnd(token, depth));
      depth--;
    }
    return 0;
  }

  private boolean isEnd(int token, int depth) {
    return token == (objects.get(depth - 1) ? '}' : ']');
  }

  private void skipText() throws IOException, BadRecordException {
    int next = bytes.next();
    while (next != '"') {
      if (next == '\\') {
        skipEscape();
      } else if (next >= 0x80) {
        require(utf8.skip(next));
      } else {
        require(next >= ' ');
      }
      next = bytes.next();
    }
  }

  private void skipEscape() throws IOException, BadRecordException {
    int next = bytes.next();
    if (next == 'u') {
      for (int i = 0; i < 4; i++) {
        require(Character.digit(bytes.next(), 16) >= 0);
      }
    } else {
      require(next >= 0 && "\"\\/bfnrt".indexOf(next) >= 0);
    }
  }

  private void skipWord(String rest) throws IOException, BadRecordException {
    for (int i = 0; i < rest.length(); i++) {
      require(bytes.next() == rest.charAt(i));
    }
  }

  private void skipNumber(int first) throws IOException, BadRecordException {
    int next = first == '-' ? bytes.next() : first;
    next = next == '0' ? bytes.next() : skipDigits(next);
    if (next == '.') {
      next = skipDigits(bytes.next());
    }
    if (next == 'e' || next == 'E') {
      int exponent = bytes.next();
      next = skipDigits(exponent == '+' || exponent == '-' ? bytes.next() : exponent);
    }
    if (next >= 0) {
      bytes.back();
    }
  }

  /** Goes behind one digit or more; gives the byte after them. */
  private int skipDigits(int first) throws IOException, BadRecordException {
    require(isDigit(first));
    int next = first;
    while (isDigit(next)) {
      next = bytes.next();
    }
    return next;
  }

  private static boolean isDigit(int next) {
    return next >= '0' && next <= '9';
  }
}
