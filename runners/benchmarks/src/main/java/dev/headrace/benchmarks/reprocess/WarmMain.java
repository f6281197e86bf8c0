package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Usage;
import java.nio.file.Path;
import java.time.Duration;

/** Headrace in a JVM that it warms up by itself, and what it took when it was warm. */
final class WarmMain {
  private WarmMain() {}

  public static void main(String[] args) throws Exception {
    Task before = new Task(Path.of(args[1]), Path.of(args[2]));
    Task task = new Task(Path.of(args[3]), Path.of(args[4]));
    for (int i = Integer.parseInt(args[0]); i > 0; i--) {
      // Of a run that is done already everything is done again, but for the commit.
      Contestant.HEADRACE.reprocess(before);
    }
    Usage start = Usage.ofThisProcess();
    long from = System.nanoTime();
    Contestant.HEADRACE.reprocess(task);
    Duration wall = Duration.ofNanos(System.nanoTime() - from);
    new Measurement(wall, Usage.ofThisProcess().since(start)).write(Path.of(args[5]));
    // What a runner leaves behind does not count.
    System.exit(0);
  }
}
