package dev.headrace.transforms.quality;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.headrace.transforms.quality.Rules.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
  private static final BigDecimal TINY = new BigDecimal("1e-999999999");
  private static final BigDecimal HUGE = new BigDecimal("1e999999999");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-23");
  private static final GenericRecord EMPTY = new GenericData.Record(Things.SCHEMA);

  static Stream<Arguments> values() {
    Rule money = Rules.range("decimal", new BigDecimal("-1.5"), 9.99);
    Rule floats = Rules.range("float", 0, 0.1);
    Rule micros = Rules.range("micros", NOON.plusNanos(1), NOON.plusNanos(1_999));
    Rule lengths = Rules.length("text", 2, 3, Unit.CHARACTERS);
    Rule bytes = Rules.length("text", 2, 4, Unit.BYTES);
    Rule kinds = Rules.oneOf("text", "quake", "şimşek");
    Rule code = Rules.matches("text", "[a-z]{2}[0-9]+");
    return Stream.of(
        arguments(Rules.notNull("list"), "list", List.of(), true),
        arguments(Rules.notBlank("text"), "text", "a", true),
        arguments(Rules.notBlank("text"), "text", "", false),
        arguments(Rules.notBlank("text"), "text", " \t\u2003\n", false),
        arguments(Rules.range("int", 0, 10), "int", 0, true),
        arguments(Rules.range("int", 0, 10), "int", 10, true),
        arguments(Rules.range("int", 0, 10), "int", -1, false),
        arguments(Rules.range("int", 0, 10), "int", 11, false),
        arguments(Rules.range("long", 0.5, null), "long", 0L, false),
        arguments(Rules.range("long", 0.5, null), "long", Long.MAX_VALUE, true),
        arguments(Rules.range("long", null, -0.5), "long", 0L, false),
        arguments(Rules.range("long", null, -0.5), "long", -1L, true),
        arguments(floats, "float", 0.1f, true),
        arguments(floats, "float", 0.10001f, false),
        arguments(Rules.range("double", null, 8.5), "double", 8.5, true),
        arguments(Rules.range("double", null, 8.5), "double", 8.500001, false),
        arguments(Rules.range("double", null, 8.5), "double", Double.NaN, false),
        arguments(Rules.range("int", TINY, null), "int", 1, true),
        arguments(Rules.range("int", TINY, null), "int", 0, false),
        arguments(Rules.range("long", null, TINY), "long", 0L, true),
        arguments(Rules.range("long", null, TINY.negate()), "long", 0L, false),
        arguments(Rules.range("long", null, TINY.negate()), "long", -1L, true),
        arguments(money, "decimal", new BigDecimal("-1.50"), true),
        arguments(money, "decimal", new BigDecimal("9.99"), true),
        arguments(money, "decimal", new BigDecimal("10"), false),
        arguments(money, "decimal", new BigDecimal("-1.51"), false),
        arguments(Rules.range("date", DAY, DAY), "date", DAY, true),
        arguments(Rules.range("date", DAY, null), "date", DAY.minusDays(1), false),
        arguments(Rules.range("date", null, DAY), "date", DAY.plusDays(1), false),
        arguments(micros, "micros", NOON, false),
        arguments(micros, "micros", NOON.plusNanos(1_000), true),
        arguments(micros, "micros", NOON.plusNanos(2_000), false),
        arguments(Rules.range("millis", NOON, null), "millis", NOON, true),
        arguments(Rules.range("millis", NOON, null), "millis", NOON.minusMillis(1), false),
        arguments(kinds, "text", "quake", true),
        arguments(kinds, "text", "şimşek", true),
        arguments(kinds, "text", "Quake", false),
        arguments(Rules.oneOf("int", List.of(1, 3)), "int", 3, true),
        arguments(Rules.oneOf("int", List.of(1, 3)), "int", 2, false),
        arguments(Rules.oneOf("long", List.of(1, 3L)), "long", 3L, true),
        arguments(code, "text", "us7000", true),
        arguments(code, "text", "us7000x", false),
        arguments(code, "text", "xus7000", false),
        arguments(lengths, "text", "a", false),
        arguments(lengths, "text", "ab", true),
        arguments(lengths, "text", "🌊🌊🌊", true),
        arguments(lengths, "text", "abcd", false),
        arguments(bytes, "text", "é", true),
        arguments(bytes, "text", "éé", true),
        arguments(bytes, "text", "ééé", false),
        arguments(bytes, "text", "a", false));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aRuleHoldsForTheValuesItAllowsAndNoOthers(
      Rule rule, String field, Object value, boolean holds) {
    Rule travelled = SerializableUtils.clone(rule);

    assertThat(travelled.against(Things.SCHEMA).holds(Things.with(field, value)), is(holds));
    assertThat(travelled.toString(), is(rule.toString()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void whereThereIsNoValueAllRulesHoldButThoseThatAskForOne(
      Rule rule, String field, Object value, boolean holds) {
    boolean asks = rule.name().startsWith("not");

    assertThat(rule.against(Things.SCHEMA).holds(EMPTY), is(!asks));
  }

  static final List<Arguments> NAMES =
      List.of(
          arguments(Rules.notNull("text"), "notNull(text)"),
          arguments(Rules.range("int", 0, null), "range(int, 0, none)"),
          arguments(Rules.range("date", null, DAY), "range(date, none, 2026-11-23)"),
          arguments(Rules.oneOf("text", "b", "a", "b"), "oneOf(text, a, b)"),
          arguments(Rules.matches("text", "a+"), "matches(text, a+)"),
          arguments(Rules.length("text", 1, 2, Unit.BYTES), "length(text, 1, 2, BYTES)"));

  @ParameterizedTest
  @FieldSource("NAMES")
  void aRuleTellsItsSettings(Rule rule, String name) {
    assertThat(rule.name(), is(name));
    assertThat(rule.toString(), is(name));
  }

  @Test
  void aLongListIsToldInShortToPeopleAndInFullToTheFingerprint() {
    Rule rule = Rules.oneOf("int", IntStream.range(0, 100).boxed().toList());

    assertThat(rule.name(), is("oneOf(int, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, … 100 in all)"));
    assertThat(rule.toString(), containsString(", 98, 99)"));
  }

  static final List<Arguments> WRONG_FIELDS =
      List.of(
          arguments(Rules.notNull("nothing"), "notNull(nothing) asks for the field nothing, and"),
          arguments(Rules.notNull("nothing"), "Thing has [text, int, "),
          arguments(Rules.range("text", 0, 1), "needs a number or decimal, but text is \"string\""),
          arguments(Rules.range("date", 0, 1), "needs a number or decimal, but date is {"),
          arguments(Rules.range("micros", DAY, null), "needs a date, but micros is {"),
          arguments(Rules.range("date", NOON, null), "needs a timestamp, but date is {"),
          arguments(Rules.range("int", 1e30, null), "must fit into 64 bits, but was 1.0E+30"),
          arguments(Rules.range("int", HUGE, null), "64 bits, but was 1E+999999999"),
          arguments(Rules.range("micros", Instant.MAX, null), "must fit into 64 bits of Micros"),
          arguments(Rules.oneOf("text", List.of(1)), "needs a whole number, but text is"),
          arguments(Rules.oneOf("int", "a"), "oneOf(int, a) needs a text, but int is \"int\""),
          arguments(Rules.oneOf("date", List.of(1)), "needs a whole number, but date is {"),
          arguments(Rules.matches("int", "a"), "needs a text"),
          arguments(Rules.notBlank("list"), "notBlank(list) needs a text, but list is {"));

  @ParameterizedTest
  @FieldSource("WRONG_FIELDS")
  void aRuleThatDoesNotGoWithTheSchemaIsRefused(Rule rule, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> rule.against(Things.SCHEMA));
    assertThat(e.getMessage(), containsString(message));
  }

  static Stream<Arguments> wrongSettings() {
    return Stream.of(
        wrong(() -> Rules.range("int", 2, 1), "int must not end before it begins, but goes from 2"),
        wrong(() -> Rules.range("int", (Number) null, null), "must have a bound"),
        wrong(() -> Rules.range("int", Double.NaN, null), "must have finite bounds, but has NaN"),
        wrong(() -> Rules.oneOf("int", List.of()), "must be at least one"),
        wrong(() -> Rules.oneOf("int", List.of("a", 1)), "all be whole numbers, but one is a"),
        wrong(() -> Rules.oneOf("int", List.of(1.5)), "all be whole numbers, but one is 1.5"),
        wrong(() -> Rules.matches("text", "(a"), "must be one of RE2, but is \"(a\""),
        wrong(() -> Rules.matches("text", "(?=a)"), "must be one of RE2"),
        wrong(() -> Rules.length("text", 3, 2, Unit.BYTES), "goes from 3 to 2"),
        wrong(() -> Rules.length("text", -1, 2, Unit.BYTES), "goes from -1 to 2"),
        wrong(() -> Rule.of(" ", values -> true), "must not be blank"));
  }

  private static Arguments wrong(Executable settings, String message) {
    return arguments(settings, message);
  }

  @ParameterizedTest
  @MethodSource("wrongSettings")
  void settingsThatMakeNoSenseAreRefused(Executable settings, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, settings);
    assertThat(e.getMessage(), containsString(message));
  }

  @Test
  void aPatternThatOthersTakeForeverForTakesLinearTime() {
    Rule rule = Rules.matches("text", "(a+)+b");
    GenericRecord hard = Things.with("text", "a".repeat(20_000));

    boolean holds =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> rule.against(Things.SCHEMA).holds(hard));

    assertThat(holds, is(false));
  }

  @Test
  void aFieldThatIsNeverNullIsCheckedLikeOneThatCanBe() {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"T\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}");
    GenericRecord record = new GenericData.Record(schema);
    record.put("n", 7);

    assertThat(Rules.range("n", 7, 7).against(schema).holds(record), is(true));
    assertThat(Rules.range("n", 8, 8).against(schema).holds(record), is(false));
  }
}
