package dev.headrace.transforms.records;

import static dev.headrace.transforms.records.ValueReader.require;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableSet;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Set;

/** Readers of booleans, written as such or as one of some words. */
final class BooleanReaders {
  private BooleanReaders() {}

  static ValueReader of(FieldProperties field) {
    Set<String> yes = ImmutableSet.copyOf(field.texts("true"));
    Set<String> no = ImmutableSet.copyOf(field.texts("false"));
    if (yes.isEmpty() != no.isEmpty() || !Collections.disjoint(yes, no)) {
      throw field.mustBe("false", "given where \"true\" is, with other texts");
    }
    boolean given = !yes.isEmpty();
    return switch (field.text("from", "boolean")) {
      case "boolean" -> {
        if (given) {
          throw field.mustBe("from", "text or any where \"true\" and \"false\" are given");
        }
        yield BooleanReaders::bool;
      }
      case "text" -> new Words(given ? yes : Set.of("true"), given ? no : Set.of("false"), false);
      case "any" -> new Words(given ? yes : Set.of("true"), given ? no : Set.of("false"), true);
      default -> throw field.mustBe("from", "boolean, text or any");
    };
  }

  private static Object bool(JsonParser json) throws BadRecordException {
    JsonToken token = json.currentToken();
    require(token != null && token.isBoolean(), json, "a boolean");
    return token == JsonToken.VALUE_TRUE;
  }

  private record Words(Set<String> yes, Set<String> no, boolean anyKind)
      implements ValueReader, Serializable {
    @Override
    public Object read(JsonParser json) throws IOException, BadRecordException {
      String word = anyKind ? TextReaders.literalOf(json) : TextReaders.textOf(json, "text");
      if (yes.contains(word)) {
        return true;
      }
      if (no.contains(word)) {
        return false;
      }
      throw new BadRecordException(
          Reason.WRONG_TYPE, "is none of the words for true and false: " + yes + " and " + no);
    }
  }
}
