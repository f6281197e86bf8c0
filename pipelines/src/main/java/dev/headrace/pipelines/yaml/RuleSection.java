package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.TEXT;
import static dev.headrace.pipelines.yaml.Values.WHOLE;

import dev.headrace.pipelines.yaml.YamlNode.Scalar;
import dev.headrace.transforms.quality.Rule;
import dev.headrace.transforms.quality.Rules;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a rule of quality, such as {@code range: {field: magnitude, min: -1, max: 10}}. */
final class RuleSection {
  static final Reader<Rule> READER =
      Choice.byKey(
          new Choice<Reader<Rule>>()
              .or("not-null", ofField(Rules::notNull))
              .or("not-blank", ofField(Rules::notBlank))
              .or("range", Settings.section(RuleSection::range))
              .or("one-of", Settings.section(RuleSection::oneOf))
              .or("matches", Settings.section(RuleSection::matches))
              .or("length", Settings.section(RuleSection::length)));

  private static final String FIELD = "field";
  private static final Reader<Object> WORD =
      setting ->
          setting.node() instanceof Scalar scalar && scalar.isWholeNumber()
              ? Values.LONG.read(setting).map(number -> number)
              : TEXT.read(setting).map(text -> text);
  private static final Reader<Object> BOUND =
      setting -> {
        Optional<String> text = TEXT.read(setting);
        Optional<Object> bound = text.flatMap(RuleSection::bound);
        return text.isPresent() && bound.isEmpty()
            ? setting.refuse(
                "a number, a date such as 2018-01-31 or a time such as 2018-01-31T00:00:00Z")
            : bound;
      };

  private RuleSection() {}

  private static Reader<Rule> ofField(Function<String, Rule> rule) {
    return setting -> TEXT.read(setting).map(rule);
  }

  private static Optional<Object> bound(String text) {
    try {
      if (text.contains("T")) {
        return Optional.of(Instant.parse(text));
      }
      boolean date = text.matches("[0-9]{4}-.*");
      return Optional.of(date ? LocalDate.parse(text) : new BigDecimal(text));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Rule> range(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    Optional<Object> min = settings.optional("min", BOUND);
    Optional<Object> max = settings.optional("max", BOUND);
    return settings.make(() -> range(field.orElseThrow(), min, max)).done();
  }

  private static Rule range(String field, Optional<Object> min, Optional<Object> max) {
    Class<?> type = min.or(() -> max).map(Object::getClass).orElse(null);
    if (min.isPresent() && max.isPresent() && max.get().getClass() != type) {
      throw new IllegalArgumentException("min and max must be of one kind, such as two numbers");
    }
    if (type == Instant.class) {
      return Rules.range(field, (Instant) min.orElse(null), (Instant) max.orElse(null));
    }
    return type == LocalDate.class
        ? Rules.range(field, (LocalDate) min.orElse(null), (LocalDate) max.orElse(null))
        : Rules.range(field, (BigDecimal) min.orElse(null), (BigDecimal) max.orElse(null));
  }

  private static Optional<Rule> oneOf(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    Optional<List<Object>> values = settings.required("values", Values.listOf(WORD));
    return settings.make(() -> Rules.oneOf(field.orElseThrow(), values.orElseThrow())).done();
  }

  private static Optional<Rule> matches(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    Optional<String> pattern = settings.required("pattern", TEXT);
    return settings.make(() -> Rules.matches(field.orElseThrow(), pattern.orElseThrow())).done();
  }

  private static Optional<Rule> length(Settings settings) {
    Optional<String> field = settings.required(FIELD, TEXT);
    int min = settings.optional("min", WHOLE).orElse(0);
    Optional<Integer> max = settings.required("max", WHOLE);
    Rules.Unit unit =
        settings.optional("unit", Values.oneOf(Rules.Unit.class)).orElse(Rules.Unit.CHARACTERS);
    return settings
        .make(() -> Rules.length(field.orElseThrow(), min, max.orElseThrow(), unit))
        .done();
  }
}
