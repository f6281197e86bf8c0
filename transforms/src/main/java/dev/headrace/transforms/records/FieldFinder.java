package dev.headrace.transforms.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Goes through a record, token by token, for fields that nobody reads. */
final class FieldFinder implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 8;
  private static final int LONGEST_PATH = 1_024; // it becomes a part of the schema
  private static final int BITS_OF_LONG = 63;

  private final FieldTree known;

  FieldFinder(FieldTree known) {
    this.known = known;
  }

  /**
   * Adds what it finds; nothing of a record that is no JSON object to its very end, or that has
   * more of them than a dataset may have.
   */
  void find(SourceRecord record, NewFields fields) {
    NewFields found = new NewFields();
    try (JsonParser json = Conform.parser(record)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      object(json, known, "", 1, found);
      if (!found.areTooMany() && json.nextToken() == null) {
        fields.addAll(found);
      }
    } catch (IOException e) {
      return; // no JSON: it becomes a dead letter when it is conformed
    }
  }

  private static void object(
      JsonParser json, @Nullable FieldTree place, String path, int depth, NewFields found)
      throws IOException {
    while (!found.areTooMany() && json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      FieldTree child = place == null ? null : place.child(name);
      String at = path + "/" + name.replace("~", "~0").replace("/", "~1");
      json.nextToken();
      if (child == null) {
        unknown(json, at, depth, found);
      } else if (child.fields().isEmpty() && json.currentToken() == JsonToken.START_OBJECT) {
        object(json, child, at, depth + 1, found);
      } else {
        json.skipChildren();
      }
    }
  }

  private static void unknown(JsonParser json, String at, int depth, NewFields found)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (at.length() > LONGEST_PATH) {
      json.skipChildren();
      return;
    }
    if (json.currentToken() == JsonToken.START_OBJECT && depth < DEEPEST) {
      found.add(at, InferredKind.OBJECT);
      object(json, null, at, depth + 1, found);
    } else {
      found.add(at, kind(json));
    }
  }

  private static InferredKind kind(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE, VALUE_FALSE -> InferredKind.BOOLEAN;
      case VALUE_STRING -> InferredKind.TEXT;
      case VALUE_NUMBER_INT -> whole(json.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT ->
          Double.isFinite(json.getDoubleValue()) ? InferredKind.DOUBLE : InferredKind.JSON;
      case START_ARRAY -> list(json);
      default -> {
        json.skipChildren();
        yield InferredKind.JSON;
      }
    };
  }

  private static InferredKind whole(BigInteger number) {
    return number.bitLength() <= BITS_OF_LONG ? InferredKind.LONG : InferredKind.JSON;
  }

  private static InferredKind list(JsonParser json) throws IOException {
    InferredKind list = InferredKind.EMPTY_LIST;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list = list.or(kind(json).list());
    }
    return list;
  }
}
