package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.transforms.quality.FieldRule.ValueCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** The rule that a value is one of some others. */
final class AllowedValues {
  private static final int TOLD = 10;

  private AllowedValues() {}

  static Rule rule(String field, Collection<?> allowed) {
    checkArgument(!allowed.isEmpty(), "The values allowed of %s must be at least one", field);
    return allowed.stream().allMatch(String.class::isInstance)
        ? texts(field, allowed)
        : wholeNumbers(field, allowed);
  }

  private static Rule texts(String field, Collection<?> allowed) {
    List<String> sorted = allowed.stream().map(Object::toString).distinct().sorted().toList();
    Set<Utf8> values = sorted.stream().map(Utf8::new).collect(Collectors.toUnmodifiableSet());
    ValueCheck check = value -> values.contains(utf8(value));
    return FieldRule.of("oneOf", field, sorted, "a text", type -> Texts.isText(type) ? check : null)
        .withShortSettings(told(sorted));
  }

  private static Utf8 utf8(Object value) {
    return value instanceof Utf8 utf8 ? utf8 : new Utf8(value.toString());
  }

  private static Rule wholeNumbers(String field, Collection<?> allowed) {
    List<Long> sorted =
        allowed.stream().map(value -> wholeNumber(field, value)).distinct().sorted().toList();
    Set<Long> values = Set.copyOf(sorted);
    ValueCheck check = value -> values.contains(((Number) value).longValue());
    return FieldRule.of(
            "oneOf", field, sorted, "a whole number", type -> isWholeNumber(type) ? check : null)
        .withShortSettings(told(sorted));
  }

  private static Long wholeNumber(String field, @Nullable Object value) {
    checkArgument(
        value instanceof Integer || value instanceof Long,
        "The values allowed of %s must all be texts or all be whole numbers, but one is %s",
        field,
        value);
    return ((Number) value).longValue();
  }

  static boolean isWholeNumber(Schema type) {
    return type.getLogicalType() == null
        && (type.getType() == Schema.Type.INT || type.getType() == Schema.Type.LONG);
  }

  private static List<?> told(List<?> values) {
    return values.size() <= TOLD
        ? values
        : Stream.concat(
                new ArrayList<Object>(values.subList(0, TOLD)).stream(),
                Stream.of("… " + values.size() + " in all"))
            .toList();
  }
}
