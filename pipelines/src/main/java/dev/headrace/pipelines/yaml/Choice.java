package dev.headrace.pipelines.yaml;

import dev.headrace.pipelines.yaml.YamlNode.Mapping;
import dev.headrace.pipelines.yaml.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one of several things that are told apart by a name: the only key of a mapping, such as
 * {@code lift: /properties}, or the value of the key {@code kind}.
 */
final class Choice<T> {
  private final Map<String, T> choices = new LinkedHashMap<>();

  /** Adds what can be chosen. */
  Choice<T> or(String name, T choice) {
    choices.put(name, choice);
    return this;
  }

  /** By the only key, which the reader's value stands behind. */
  static <V> Reader<V> byKey(Choice<Reader<V>> readers) {
    return setting -> {
      if (!(setting.node() instanceof Mapping mapping) || mapping.entries().size() != 1) {
        return setting.refuse("a mapping with one key of " + readers.names());
      }
      Map.Entry<String, YamlNode.Entry> only = mapping.entries().entrySet().iterator().next();
      Setting value = setting.below(only.getKey(), only.getValue().line(), only.getValue().value());
      return readers.named(only.getKey(), setting).flatMap(reader -> reader.read(value));
    };
  }

  /** By the key {@code kind}, beside which the others are those of the kind. */
  static <V> Reader<V> byKind(Choice<Function<Settings, Optional<V>>> readers) {
    return setting -> {
      if (setting.node() instanceof Mapping mapping) {
        YamlNode.Entry kind = mapping.entries().get("kind");
        if (kind == null) {
          return setting.wrong(
              "%s.kind is required: one of %s".formatted(setting.path(), readers.names()));
        }
        Setting named = setting.below("kind", kind.line(), kind.value());
        return readers
            .named(kind.value() instanceof Scalar text ? text.text() : "", named)
            .flatMap(body -> Settings.section(body, "kind").read(setting));
      }
      return setting.wrong(
          "%s must be a mapping with a kind: one of %s".formatted(setting.path(), readers.names()));
    };
  }

  private Optional<T> named(String name, Setting setting) {
    T choice = choices.get(name);
    if (choice != null) {
      return Optional.of(choice);
    }
    String hint = setting.confidential() ? "" : Nearest.hint(name, choices.keySet());
    String given = setting.confidential() ? "" : ", but is \"" + name + "\"";
    return setting.wrong(
        "%s must be one of %s%s%s".formatted(setting.path(), names(), given, hint));
  }

  private String names() {
    return String.join(", ", choices.keySet());
  }
}
