package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.Usage;

/** A contestant in a JVM of its own, so that none finds it warmed up by another. */
final class ContestantMain {
  private ContestantMain() {}

  public static void main(String[] args) throws Exception {
    Task task = Task.of(args);
    task.contestant().load(task);
    Phase.END.begin();
    Phase.write(task.phases());
    Usage.ofThisProcess().write(task.usage());
    // What a runner leaves behind does not count.
    System.exit(0);
  }
}
