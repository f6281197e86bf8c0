package dev.headrace.benchmarks.reprocess;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an output comes to, whatever the order of its rows and files.
 *
 * @param values counts, sums and hashes by their names
 */
record Summary(Map<String, String> values) {
  private static final String DEAD_LETTERS = "dead letters";

  Summary withDeadLetters(long count) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(DEAD_LETTERS, Long.toString(count));
    return new Summary(more);
  }

  String rows() {
    return value("rows");
  }

  String deadLetters() {
    return value(DEAD_LETTERS);
  }

  private String value(String name) {
    return values.getOrDefault(name, "none");
  }

  /** Every value that is another, with both. */
  String differencesFrom(Summary expected) {
    return expected.values.keySet().stream()
        .filter(name -> !value(name).equals(expected.value(name)))
        .map(name -> name + " is " + value(name) + " instead of " + expected.value(name))
        .collect(Collectors.joining("; "));
  }

  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
  }

  static Summary read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> values.put(n, properties.getProperty(n)));
    return new Summary(values);
  }
}
