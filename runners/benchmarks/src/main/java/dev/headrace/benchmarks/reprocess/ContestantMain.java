package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Usage;
import java.nio.file.Path;

/** A contestant in a JVM of its own, so that none finds it warmed up by another. */
final class ContestantMain {
  private ContestantMain() {}

  public static void main(String[] args) throws Exception {
    Contestant.valueOf(args[0]).reprocess(new Task(Path.of(args[1]), Path.of(args[2])));
    Usage.ofThisProcess().write(Path.of(args[3]));
    // What a runner leaves behind does not count.
    System.exit(0);
  }
}
