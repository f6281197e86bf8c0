package dev.headrace.benchmarks.reprocess;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is to be done.
 *
 * @param input where the lines lie
 * @param folder for everything that a contestant writes; empty at first
 */
record Task(Path input, Path folder) {
  static final int PARALLELISM = 2;
  static final int BODIES = 8;

  /** How many parts the keys are divided into, where there is a shuffle. */
  static final int BUCKETS = 8;

  /** The files with the lines. */
  List<Path> bodies() {
    return IntStream.range(0, BODIES).mapToObj(i -> body(input, i)).toList();
  }

  /** The usual place for Parquet files. */
  Path parquet() {
    return folder.resolve("flights");
  }

  /** The usual place for dead letters. */
  Path deadLetters() {
    return folder.resolve("dead-letters");
  }

  static Path body(Path input, int number) {
    return input.resolve("body-" + number + ".ndjson");
  }
}
