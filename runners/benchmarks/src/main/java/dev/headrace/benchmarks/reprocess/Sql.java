package dev.headrace.benchmarks.reprocess;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Values as SQL writes them. */
final class Sql {
  private Sql() {}

  /** A path as text in quotes. */
  static String text(Path path) {
    return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  /** Paths as a list of texts. */
  static String list(List<Path> paths) {
    return paths.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
