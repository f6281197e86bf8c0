package dev.headrace.pipelines.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A part of a YAML document, and the line it begins in, counted from 1. */
sealed interface YamlNode {

  int line();

  /** What it is, for a message. */
  String kind();

  /** The same in JSON, with the types of YAML 1.2's core schema. */
  JsonNode json();

  /**
   * One value.
   *
   * @param text as it is written, without quotes
   * @param plain whether it stands without quotes, and may be something else than a text
   */
  record Scalar(int line, String text, boolean plain) implements YamlNode {
    // https://yaml.org/spec/1.2.2/#103-core-schema, less what JSON cannot have
    private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
    private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
    private static final Pattern NUMBER =
        Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,99})?([eE][-+]?[0-9]{1,3})?");

    boolean isNothing() {
      return is(NOTHING);
    }

    boolean isTrue() {
      return is(TRUE);
    }

    boolean isFalse() {
      return is(FALSE);
    }

    boolean isWholeNumber() {
      return is(WHOLE);
    }

    boolean isNumber() {
      return is(NUMBER);
    }

    private boolean is(Pattern pattern) {
      return plain && pattern.matcher(text).matches();
    }

    @Override
    public String kind() {
      return isNothing() ? "nothing" : "a single value";
    }

    @Override
    public JsonNode json() {
      JsonNodeFactory json = JsonNodeFactory.instance;
      if (isNothing()) {
        return json.nullNode();
      }
      if (isTrue() || isFalse()) {
        return json.booleanNode(isTrue());
      }
      if (isWholeNumber()) {
        return json.numberNode(new BigInteger(text));
      }
      return isNumber() ? json.numberNode(new BigDecimal(text)) : json.textNode(text);
    }
  }

  /** A list. */
  record Items(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.json()));
      return array;
    }
  }

  /** Keys and what stands behind them, in the order of the document. */
  record Mapping(int line, Map<String, Entry> entries) implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public JsonNode json() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value().json()));
      return object;
    }
  }

  /** What stands behind a key, and the key's line. */
  record Entry(int line, YamlNode value) {}
}
