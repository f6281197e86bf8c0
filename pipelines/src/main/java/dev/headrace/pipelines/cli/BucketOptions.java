package dev.headrace.pipelines.cli;

import dev.headrace.pipelines.run.RunSettings;
import picocli.CommandLine.Option;

/** Options for where the things of a run lie. */
final class BucketOptions {
  @Option(
      names = "--raw",
      paramLabel = "LOCATION",
      required = true,
      description = "Where answers land: s3://bucket, s3://bucket/prefix, or file:///folder.")
  private String raw = "";

  @Option(
      names = "--transformed",
      paramLabel = "LOCATION",
      required = true,
      description = "Where Parquet goes: s3://bucket or s3://bucket/prefix, where COPY reads it.")
  private String transformed = "";

  @Option(
      names = "--dead-letter",
      paramLabel = "LOCATION",
      required = true,
      description = "Where dead letters go, likewise.")
  private String deadLetter = "";

  String raw() {
    return raw;
  }

  String transformed() {
    return transformed;
  }

  String deadLetter() {
    return deadLetter;
  }

  void into(RunSettings.Builder settings) {
    settings.raw(raw).transformed(transformed).deadLetter(deadLetter);
  }
}
