package dev.headrace.pipelines.yaml;

import static dev.headrace.pipelines.yaml.Values.CHARACTER;
import static dev.headrace.pipelines.yaml.Values.TEXT;

import dev.headrace.transforms.records.CsvFormat;
import dev.headrace.transforms.records.RecordFormat;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code format}: how a body holds its records. */
final class FormatSection {
  static final Reader<RecordFormat> READER =
      Choice.byKind(
          new Choice<Function<Settings, Optional<RecordFormat>>>()
              .or("json", at(RecordFormat::json))
              .or("json-object", at(RecordFormat::jsonObject))
              .or("ndjson", settings -> Optional.of(RecordFormat.ndjson()))
              .or("csv", FormatSection::csv)
              .or("xml", at(RecordFormat::xml)));

  private FormatSection() {}

  private static Function<Settings, Optional<RecordFormat>> at(
      Function<String, RecordFormat> format) {
    return settings -> {
      Optional<String> path = settings.required("path", TEXT);
      return settings.make(() -> format.apply(path.orElseThrow())).done();
    };
  }

  private static Optional<RecordFormat> csv(Settings settings) {
    return settings
        .fill(RecordFormat.csv())
        .with("delimiter", CHARACTER, CsvFormat::withDelimiter)
        .with("quote", CHARACTER, CsvFormat::withQuote)
        .with("columns", Values.TEXTS, CsvFormat::withColumns)
        .with("null", TEXT, CsvFormat::withNull)
        .done()
        .map(format -> format);
  }
}
