package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Goes down a path through a JSON document and cuts out the records it finds there. */
final class JsonRecords {
  private final ByteCutter bytes;
  private final JsonScanner json;
  private final JsonPath path;
  private final boolean itself;
  private final Consumer<Slice> records;

  /**
   * @param itself whether the path names the records themselves, and not the arrays of them
   */
  JsonRecords(InputStream document, JsonPath path, boolean itself, Consumer<Slice> records) {
    this.bytes = new ByteCutter(document);
    this.json = new JsonScanner(bytes);
    this.path = path;
    this.itself = itself;
    this.records = records;
  }

  /**
   * Reads all of the document.
   *
   * @throws BadRecordException if it is not one whole JSON document, or has no records there
   */
  void cut() throws IOException, BadRecordException {
    bytes.skipByteOrderMark();
    value(0);
    if (json.nextToken() >= 0) {
      throw new BadRecordException(
          Reason.MALFORMED,
          "The body is not JSON: more comes after its end, at byte " + (bytes.offset() - 1));
    }
  }

  private void value(int step) throws IOException, BadRecordException {
    int first = json.nextToken();
    if (step == path.length()) {
      target(first);
    } else if (first == '{') {
      object(step);
    } else if (first == '[') {
      array(step);
    } else {
      nothing(first, step);
    }
  }

  private void target(int first) throws IOException, BadRecordException {
    if (itself && first == '{') {
      record(first);
    } else if (!itself && first == '[') {
      for (int next = json.nextToken(); next != ']'; next = nextElement()) {
        record(next);
      }
    } else {
      nothing(first, path.length());
    }
  }

  private void record(int first) throws IOException, BadRecordException {
    json.require(first >= 0);
    bytes.back();
    bytes.begin();
    bytes.next();
    json.skipValue(first);
    records.accept(bytes.end(0));
  }

  /** Goes on behind a value in an array: to the next value's first byte, or to the array's end. */
  private int nextElement() throws IOException, BadRecordException {
    int next = json.nextToken();
    if (next == ',') {
      next = json.nextToken();
      json.require(next != ']');
    } else {
      json.require(next == ']');
    }
    return next;
  }

  private void array(int step) throws IOException, BadRecordException {
    boolean found = false;
    int index = 0;
    for (int next = json.nextToken(); next != ']'; next = nextElement()) {
      if (path.matches(step, index++)) {
        found = true;
        json.require(next >= 0);
        bytes.back();
        value(step + 1);
      } else {
        json.skipValue(next);
      }
    }
    requireFound(found, step);
  }

  private void object(int step) throws IOException, BadRecordException {
    boolean found = false;
    int next = json.nextToken();
    while (next != '}') {
      if (isWanted(next, step)) {
        requireOnce(found, step);
        found = true;
        value(step + 1);
      } else {
        json.skipValue(json.nextToken());
      }
      next = json.nextToken();
      if (next == ',') {
        next = json.nextToken();
        json.require(next == '"');
      } else {
        json.require(next == '}');
      }
    }
    requireFound(found, step);
  }

  private boolean isWanted(int first, int step) throws IOException, BadRecordException {
    if (path.isEvery(step)) {
      json.skipName(first);
      return true;
    }
    String name = json.name(first, path.longestName());
    return name != null && path.matches(step, name);
  }

  private void requireOnce(boolean found, int step) throws BadRecordException {
    if (found && !path.isEvery(step)) {
      throw new BadRecordException(
          Reason.MALFORMED, "The body has more than one value at \"" + path + "\"");
    }
  }

  private void requireFound(boolean found, int step) throws BadRecordException {
    if (!found && !path.isEvery(step) && !path.isBehindEvery(step)) {
      throw notThere();
    }
  }

  /** Passes over a null where there may be none. */
  private void nothing(int first, int step) throws IOException, BadRecordException {
    json.skipValue(first);
    if (first != 'n' || !path.isBehindEvery(step)) {
      throw notThere();
    }
  }

  private BadRecordException notThere() {
    return new BadRecordException(
        Reason.MALFORMED,
        "The body has no " + (itself ? "object" : "array") + " at \"" + path + "\"");
  }
}
