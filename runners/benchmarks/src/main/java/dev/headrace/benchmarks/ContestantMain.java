package dev.headrace.benchmarks;

import dev.headrace.benchmarks.Contestant.Task;
import java.net.URI;
import java.nio.file.Path;

/** A contestant in a JVM of its own, so that none finds it warmed up by another. */
final class ContestantMain {
  private ContestantMain() {}

  public static void main(String[] args) throws Exception {
    Task task =
        new Task(
            URI.create(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Path.of(args[4]));
    Contestant.valueOf(args[0]).fetch(task);
    // What a runner leaves behind does not count.
    System.exit(0);
  }
}
