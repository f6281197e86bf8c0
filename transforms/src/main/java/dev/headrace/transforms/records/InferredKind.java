package dev.headrace.transforms.records;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Of what kind the values of a field are that no contract names. Of two kinds there is a least one
 * that holds both: a whole number is a number, an empty list a list of anything, and all else that
 * differs is kept as JSON.
 */
enum InferredKind {
  /** true or false. */
  BOOLEAN(Schema.Type.BOOLEAN),
  /** Whole numbers of 64 bits. */
  LONG(Schema.Type.LONG),
  /** Numbers; of a whole one with more than 53 bits the last digits are lost. */
  DOUBLE(Schema.Type.DOUBLE),
  /** Texts. */
  TEXT(Schema.Type.STRING),
  /** Objects, whose fields have places of their own. */
  OBJECT((Schema.Type) null),
  /** Lists without an element. */
  EMPTY_LIST(Schema.Type.STRING),
  /** Lists of booleans. */
  BOOLEANS(BOOLEAN),
  /** Lists of whole numbers. */
  LONGS(LONG),
  /** Lists of numbers. */
  DOUBLES(DOUBLE),
  /** Lists of texts. */
  TEXTS(TEXT),
  /** Anything, as text: a text as it is, and all else as JSON. */
  JSON(Schema.Type.STRING);

  private final Schema.@Nullable Type type;
  private final @Nullable InferredKind element;

  InferredKind(Schema.@Nullable Type type) {
    this.type = type;
    this.element = null;
  }

  InferredKind(InferredKind element) {
    this.type = Schema.Type.ARRAY;
    this.element = element;
  }

  /** The least kind that holds the values of both. */
  InferredKind or(InferredKind other) {
    if (this == other) {
      return this;
    }
    if (isBoth(other, LONG, DOUBLE)) {
      return DOUBLE;
    }
    if (isBoth(other, LONGS, DOUBLES)) {
      return DOUBLES;
    }
    if (this == EMPTY_LIST && other.element != null) {
      return other;
    }
    return other == EMPTY_LIST && element != null ? this : JSON;
  }

  private boolean isBoth(InferredKind other, InferredKind one, InferredKind two) {
    return (this == one && other == two) || (this == two && other == one);
  }

  /** The list of values of this kind; JSON if there is no such column. */
  InferredKind list() {
    return switch (this) {
      case BOOLEAN -> BOOLEANS;
      case LONG -> LONGS;
      case DOUBLE -> DOUBLES;
      case TEXT -> TEXTS;
      default -> JSON;
    };
  }

  boolean isReadAsJson() {
    return this == JSON || this == EMPTY_LIST;
  }

  /** The type of a column; null for what becomes none. */
  @Nullable Schema type() {
    if (type == null) {
      return null;
    }
    return element == null || element.type == null
        ? Schema.create(type)
        : Schema.createArray(Schema.create(element.type));
  }
}
