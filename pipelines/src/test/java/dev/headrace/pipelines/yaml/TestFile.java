package dev.headrace.pipelines.yaml;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.Window;
import dev.headrace.transforms.fetch.FetchRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A pipeline file that has all it needs, and other sections in the places of its own. */
final class TestFile {
  static final Window DAY =
      new Window(Instant.parse("2018-01-31T00:00:00Z"), Instant.parse("2018-02-01T00:00:00Z"));

  private static final Pattern SECTION = Pattern.compile("(?m)^(?=[a-z])");
  private static final String COMPLETE =
      """
      name: things
      source: acme
      resource: items
      base-url: https://api.example.com
      request: {path: /things}
      records: /items
      contract:
        name: Thing
        fields:
          - {name: id, type: string, maxBytes: 64}
          - {name: updated, type: {type: long, logicalType: timestamp-micros}}
          - {name: day, type: {type: int, logicalType: date}, path: /updated}
          - {name: size, type: [null, double]}
          - {name: email, type: [null, string]}
          - {name: kind, type: string}
          - {name: number, type: int}
      dataset: things
      table: things
      """;

  private final Path file;
  private final Map<String, String> sections = new LinkedHashMap<>();

  private TestFile(Path folder) {
    this.file = folder.resolve("things.yaml");
    with(COMPLETE);
  }

  static TestFile in(Path folder) {
    return new TestFile(folder);
  }

  /** Takes the place of the sections of the same names; a section that is there is first. */
  TestFile with(String yaml) {
    Map<String, String> before = new LinkedHashMap<>(sections);
    sections.clear();
    SECTION
        .splitAsStream(yaml)
        .forEach(
            section ->
                sections.put(
                    section.substring(0, section.indexOf(':')), section.stripTrailing() + "\n"));
    before.forEach(sections::putIfAbsent);
    return this;
  }

  TestFile without(String section) {
    sections.remove(section);
    return this;
  }

  YamlPipeline load() {
    try {
      Files.writeString(file, String.join("", sections.values()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return YamlPipeline.load(file);
  }

  PipelineDefinition define() {
    YamlPipeline pipeline = load();
    return pipeline.define(pipeline.defaultBaseUrl(), pipeline.defaultPageSize());
  }

  List<FetchRequest> requests() {
    return define().requests().apply(DAY);
  }

  List<String> urls() {
    return requests().stream().map(FetchRequest::url).toList();
  }

  /** What is wrong with it, without the folder. */
  String error() {
    return String.valueOf(assertThrows(IllegalArgumentException.class, this::load).getMessage())
        .replace(file.getParent() + "/", "");
  }
}
