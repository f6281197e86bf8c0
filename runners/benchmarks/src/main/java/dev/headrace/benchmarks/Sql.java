package dev.headrace.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Values as SQL writes them. */
public final class Sql {
  private Sql() {}

  /** A path as text in quotes. */
  public static String text(Path path) {
    return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  /** Paths as a list of texts. */
  public static String list(List<Path> paths) {
    return paths.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
