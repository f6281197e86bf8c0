package dev.headrace.pipelines.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a file, all of it. */
final class Problems {
  private final String file;
  private final List<Problem> all = new ArrayList<>();

  private record Problem(int line, String message) {}

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String message) {
    all.add(new Problem(line, message));
  }

  int count() {
    return all.size();
  }

  /**
   * Refuses a file with problems.
   *
   * @throws IllegalArgumentException that tells them all, a line for each, in the order of the file
   */
  void requireNone() {
    if (all.isEmpty()) {
      return;
    }
    List<String> lines =
        all.stream()
            .sorted(Comparator.comparingInt(Problem::line))
            .map(problem -> file + ":" + problem.line() + ": " + problem.message())
            .distinct()
            .toList();
    throw new IllegalArgumentException(
        lines.size() == 1
            ? lines.get(0)
            : lines.stream()
                .collect(
                    Collectors.joining("\n", file + " has " + lines.size() + " errors\n", "")));
  }
}
