package dev.headrace.pipelines.yaml;

import dev.headrace.pipelines.yaml.YamlNode.Scalar;
import java.util.Optional;

/**
 * A value and where it stands in the file.
 *
 * @param path such as {@code paginator.until[0].max-pages}
 * @param line of its key
 * @param confidential whether it must not be repeated in a message
 */
record Setting(String path, int line, YamlNode node, boolean confidential, Problems problems) {
  private static final int MAX_TOLD = 100;

  /** What lies below it. */
  Setting below(String step, int line, YamlNode node) {
    String below = path.isEmpty() || step.startsWith("[") ? path + step : path + "." + step;
    return new Setting(below, line, node, confidential, problems);
  }

  /** The same, of which no message repeats a value. */
  Setting inConfidence() {
    return new Setting(path, line, node, true, problems);
  }

  /** Notes that something else is allowed. */
  <T> Optional<T> refuse(String allowed) {
    return wrong("%s must be %s%s".formatted(path, allowed, told()));
  }

  /** Notes a message as it is. */
  <T> Optional<T> wrong(String message) {
    problems.add(line, message);
    return Optional.empty();
  }

  private String told() {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      return ", but is " + node.kind();
    }
    if (confidential) {
      return "";
    }
    String text = scalar.text();
    return ", but is \"%s\""
        .formatted(text.length() > MAX_TOLD ? text.substring(0, MAX_TOLD) + "…" : text);
  }
}
