package dev.headrace.io.http.pages;

import static com.google.common.base.Preconditions.checkState;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.util.OptionalLong;

/**
 * What stands at a place of a JSON document.
 *
 * @param kind what it is
 * @param text of a text its characters, of a number or boolean how it is written; else empty
 * @param size of an array, its elements; else 0
 */
record JsonValue(Kind kind, String text, long size) {
  static final JsonValue MISSING = new JsonValue(Kind.MISSING, "", 0);
  static final JsonValue NULL = new JsonValue(Kind.NULL, "", 0);
  static final JsonValue OBJECT = new JsonValue(Kind.OBJECT, "", 0);
  static final JsonValue TRUE = new JsonValue(Kind.BOOLEAN, "true", 0);
  static final JsonValue FALSE = new JsonValue(Kind.BOOLEAN, "false", 0);
  static final JsonValue TOO_LONG = new JsonValue(Kind.TOO_LONG, "", 0);

  enum Kind {
    MISSING,
    NULL,
    TEXT,
    WHOLE_NUMBER,
    FRACTION,
    BOOLEAN,
    OBJECT,
    ARRAY,
    /** A text or number of more than {@link JsonScan#MAX_LENGTH} characters, which is not kept. */
    TOO_LONG
  }

  static JsonValue array(long size) {
    return new JsonValue(Kind.ARRAY, "", size);
  }

  boolean is(Kind kind) {
    return this.kind == kind;
  }

  /** Whether it says that nothing follows. */
  boolean isNothing() {
    return kind == Kind.MISSING || kind == Kind.NULL || (kind == Kind.TEXT && text.isEmpty());
  }

  /** Whether it is a text or a whole number, as cursors and keys are. */
  boolean isName() {
    return kind == Kind.TEXT || kind == Kind.WHOLE_NUMBER;
  }

  /** Whether it is {@code true}. */
  boolean isTrue() {
    checkState(kind == Kind.BOOLEAN, "No boolean, but %s", kind);
    return this.equals(TRUE);
  }

  /** The elements of an array; empty if it is none. */
  OptionalLong elements() {
    return kind == Kind.ARRAY ? OptionalLong.of(size) : OptionalLong.empty();
  }

  /** A count: a whole number of 0 or more; empty if it is none. */
  OptionalLong count() {
    if (kind != Kind.WHOLE_NUMBER || text.length() > 18 || text.startsWith("-")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /**
   * The count that has to be here.
   *
   * @throws BadRecordException if there is none
   */
  long requireCount(String what, String pointer) throws BadRecordException {
    return count()
        .orElseThrow(
            () ->
                new BadRecordException(
                    Reason.MALFORMED, "There is no " + what + " at \"" + pointer + "\""));
  }

  /**
   * The number of elements of the array that has to be here.
   *
   * @throws BadRecordException if there is none
   */
  long requireElements(String pointer) throws BadRecordException {
    return elements()
        .orElseThrow(
            () ->
                new BadRecordException(
                    Reason.MALFORMED, "There is no array at \"" + pointer + "\""));
  }

  /**
   * The boolean that has to be here.
   *
   * @throws BadRecordException if there is none
   */
  boolean requireBoolean(String pointer) throws BadRecordException {
    if (kind != Kind.BOOLEAN) {
      throw new BadRecordException(Reason.MALFORMED, "There is no boolean at \"" + pointer + "\"");
    }
    return isTrue();
  }
}
