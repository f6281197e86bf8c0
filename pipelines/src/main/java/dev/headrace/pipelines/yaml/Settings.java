package dev.headrace.pipelines.yaml;

import dev.headrace.pipelines.yaml.YamlNode.Entry;
import dev.headrace.pipelines.yaml.YamlNode.Mapping;
import dev.headrace.pipelines.yaml.YamlNode.Scalar;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;

/** The settings of a section. The keys that it is asked for are the ones that it can have. */
final class Settings {
  private final Setting section;
  private final Mapping mapping;
  private final TreeSet<String> known = new TreeSet<>();
  private final int problemsBefore;

  private Settings(Setting section, Mapping mapping) {
    this.section = section;
    this.mapping = mapping;
    this.problemsBefore = section.problems().count();
  }

  /** Reads a section by its keys, and notes those that it has not asked for. */
  static <T> Reader<T> section(Function<Settings, Optional<T>> body, String... readAlready) {
    return setting -> {
      if (!(setting.node() instanceof Mapping mapping)) {
        String but = setting.node().kind();
        return setting.wrong(
            "%s must be a mapping of settings, but is %s".formatted(setting.path(), but));
      }
      Settings settings = new Settings(setting, mapping);
      settings.known.addAll(List.of(readAlready));
      Optional<T> read = body.apply(settings);
      settings.refuseOthers();
      return settings.isSound() ? read : Optional.empty();
    };
  }

  /** Whether nothing has been wrong in this section so far. */
  boolean isSound() {
    return section.problems().count() == problemsBefore;
  }

  boolean has(String key) {
    known.add(key);
    return mapping.entries().containsKey(key);
  }

  /** The setting itself; it has to be there. */
  Setting at(String key) {
    Entry entry = mapping.entries().get(key);
    if (entry == null) {
      throw new IllegalStateException("There is no " + key);
    }
    return section.below(key, entry.line(), entry.value());
  }

  /** Whether a text stands at a place, of which no setting is read by this. */
  boolean says(String text, String... path) {
    YamlNode node = mapping;
    for (String step : path) {
      Entry entry = node instanceof Mapping below ? below.entries().get(step) : null;
      if (entry == null) {
        return false;
      }
      node = entry.value();
    }
    return node instanceof Scalar scalar && scalar.text().equals(text);
  }

  <T> Optional<T> optional(String key, Reader<T> reader) {
    return has(key) ? reader.read(at(key)) : Optional.empty();
  }

  <T> Optional<T> required(String key, Reader<T> reader) {
    return has(key) ? reader.read(at(key)) : wrong(told(key) + " is required");
  }

  /** Notes that one of several keys has to be there, and one alone. */
  void requireOneOf(String... keys) {
    List<String> given = Stream.of(keys).filter(this::has).toList();
    if (given.size() != 1) {
      wrong(
          "%s must have one of %s, but has %s"
              .formatted(
                  section.path().isEmpty() ? "The file" : section.path(),
                  String.join(", ", keys),
                  given.isEmpty() ? "none" : String.join(" and ", given)));
    }
  }

  /** Notes a problem of the section itself. */
  <T> Optional<T> wrong(String message) {
    return section.wrong(message);
  }

  /** Begins with what there is before any setting. */
  <B> Filling<B> fill(B start) {
    return new Filling<>(this, Optional.of(start));
  }

  /** Begins with what is made of the settings so far; of nothing if one of them is wrong. */
  <B> Filling<B> make(Supplier<B> maker) {
    return new Filling<>(this, isSound() ? attempt(maker) : Optional.empty());
  }

  /** Begins with what is made of something that may be missing, for a problem elsewhere. */
  <A, B> Filling<B> make(Optional<A> given, Function<A, B> maker) {
    return given.isPresent()
        ? make(() -> maker.apply(given.get()))
        : new Filling<>(this, Optional.empty());
  }

  <B> Optional<B> attempt(Supplier<B> maker) {
    return attempt(section, maker);
  }

  <B> Optional<B> attempt(String key, Supplier<B> maker) {
    return attempt(at(key), maker);
  }

  /** What the Java API refuses is a problem of the file. */
  static <B> Optional<B> attempt(Setting setting, Supplier<B> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException | AvroRuntimeException | DateTimeException e) {
      String message = String.valueOf(e.getMessage());
      String told = setting.confidential() ? withoutValues(message, setting.node()) : message;
      boolean named = told.startsWith(setting.path() + " ");
      return setting.wrong(named ? told : setting.path() + ": " + told);
    }
  }

  private static String withoutValues(String message, YamlNode node) {
    String told = message;
    if (node instanceof Scalar scalar && !scalar.text().isEmpty()) {
      told = told.replace('"' + scalar.text() + '"', "another");
    } else if (node instanceof YamlNode.Items list) {
      for (YamlNode item : list.items()) {
        told = withoutValues(told, item);
      }
    } else if (node instanceof Mapping below) {
      for (Entry entry : below.entries().values()) {
        told = withoutValues(told, entry.value());
      }
    }
    return told;
  }

  private void refuseOthers() {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key)) {
                section
                    .problems()
                    .add(
                        entry.line(),
                        "%s is no setting%s; there are %s"
                            .formatted(
                                told(key), Nearest.hint(key, known), String.join(", ", known)));
              }
            });
  }

  private String told(String key) {
    return section.path().isEmpty() ? key : section.path() + "." + key;
  }
}
