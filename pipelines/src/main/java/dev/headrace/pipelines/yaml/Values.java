package dev.headrace.pipelines.yaml;

import com.google.common.base.CaseFormat;
import com.google.common.base.Joiner;
import dev.headrace.pipelines.run.ByteSize;
import dev.headrace.pipelines.yaml.YamlNode.Items;
import dev.headrace.pipelines.yaml.YamlNode.Mapping;
import dev.headrace.pipelines.yaml.YamlNode.Scalar;
import dev.headrace.transforms.secrets.Secret;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Readers of single values, and of lists and mappings of them. */
final class Values {
  static final Reader<String> TEXT = scalar("a text", text -> true, Scalar::text);
  static final Reader<Long> LONG =
      scalar("a whole number", Scalar::isWholeNumber, text -> Long.valueOf(text.text()));
  static final Reader<Integer> WHOLE =
      scalar("a whole number", Scalar::isWholeNumber, text -> Integer.valueOf(text.text()));
  static final Reader<Double> NUMBER =
      scalar("a number", Scalar::isNumber, text -> Double.valueOf(text.text()));
  static final Reader<Boolean> FLAG =
      scalar("true or false", text -> text.isTrue() || text.isFalse(), Scalar::isTrue);
  static final Reader<Character> CHARACTER =
      scalar("one character", text -> text.text().length() == 1, text -> text.text().charAt(0));
  static final Reader<Duration> DURATION =
      scalar(
          "an ISO 8601 duration such as PT6H or P1D",
          text -> true,
          text -> Duration.parse(text.text()));
  static final Reader<Long> SIZE =
      scalar(
          "a size such as 32MB, 64MiB or 500kB", text -> true, text -> ByteSize.parse(text.text()));
  static final Reader<ZoneId> ZONE =
      scalar("a time zone such as Europe/Berlin", text -> true, text -> ZoneId.of(text.text()));
  static final Reader<URI> URL =
      setting -> {
        boolean hidden = setting.node() instanceof Scalar text && text.text().contains("@");
        return scalar("a URL such as https://host", text -> true, text -> URI.create(text.text()))
            .read(hidden ? setting.inConfidence() : setting);
      };
  static final Reader<Secret> SECRET =
      setting ->
          scalar("a reference, " + Secret.FORMS, text -> true, text -> Secret.of(text.text()))
              .read(setting.inConfidence());
  static final Reader<List<String>> TEXTS = listOf(TEXT);
  static final Reader<Map<String, String>> TEXT_MAP = mapOf(TEXT);

  private Values() {}

  private static <T> Reader<T> scalar(
      String allowed, Predicate<Scalar> isOne, Function<Scalar, T> value) {
    return setting -> {
      if (!(setting.node() instanceof Scalar scalar) || scalar.isNothing() || !isOne.test(scalar)) {
        return setting.refuse(allowed);
      }
      try {
        return Optional.of(value.apply(scalar));
      } catch (IllegalArgumentException | DateTimeException e) {
        return setting.refuse(allowed);
      }
    };
  }

  /** One of the constants, written in lower case and with dashes. */
  static <E extends Enum<E>> Reader<E> oneOf(Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      constants.put(
          CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_HYPHEN, constant.name()), constant);
    }
    return setting -> {
      Optional<E> found =
          setting.node() instanceof Scalar text
              ? Optional.ofNullable(constants.get(text.text()))
              : Optional.empty();
      return found.isPresent()
          ? found
          : setting.refuse("one of " + Joiner.on(", ").join(constants.keySet()));
    };
  }

  /** A list; a value that is none stands for a list of itself alone. */
  static <T> Reader<List<T>> listOf(Reader<T> reader) {
    return setting -> {
      List<YamlNode> nodes =
          setting.node() instanceof Items list ? list.items() : List.of(setting.node());
      List<T> values = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        YamlNode node = nodes.get(i);
        Setting item =
            setting.node() instanceof Items
                ? setting.below("[" + i + "]", node.line(), node)
                : setting;
        reader.read(item).ifPresent(values::add);
      }
      return values.size() == nodes.size() ? Optional.of(values) : Optional.empty();
    };
  }

  /** A mapping of names that the file chooses. */
  static <T> Reader<Map<String, T>> mapOf(Reader<T> reader) {
    return setting -> {
      if (!(setting.node() instanceof Mapping mapping)) {
        return setting.refuse("a mapping");
      }
      Map<String, T> values = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  reader
                      .read(setting.below(key, entry.line(), entry.value()))
                      .ifPresent(value -> values.put(key, value)));
      return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    };
  }

  /** Takes the second where the node is a mapping, and the first where it is a single value. */
  static <T> Reader<T> shortOr(Reader<T> brief, Reader<T> full) {
    return setting -> (setting.node() instanceof Scalar ? brief : full).read(setting);
  }

  /** Takes what a check lets pass; what it throws is a problem of the setting. */
  static <T> Reader<T> checked(Reader<T> reader, Consumer<T> check) {
    return setting ->
        reader
            .read(setting)
            .flatMap(
                value ->
                    Settings.attempt(
                        setting,
                        () -> {
                          check.accept(value);
                          return value;
                        }));
  }
}
