package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Folders;
import dev.headrace.benchmarks.Jvm;
import dev.headrace.benchmarks.Summary;
import dev.headrace.benchmarks.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Lets a contestant run on the input.
 *
 * @param heap of its JVM, as {@code -Xmx} has it
 * @param scratch for what it writes, which is deleted afterwards
 */
record Round(Input input, String heap, Path scratch) {

  /**
   * Runs it once.
   *
   * @throws IllegalStateException if it failed, or wrote anything else than it should
   */
  Measurement measure(Contestant contestant) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "round");
    Path usage = folder.resolve("usage");
    Task task = new Task(input.folder(), Files.createDirectory(folder.resolve("written")));
    try {
      contestant.prepare(task);
      Duration wall = run(contestant, task, usage);
      Summary.requireEqual(
          contestant.title(),
          input.expected(),
          Verify.summary(contestant.parquet(task), contestant.deadLetters(task)));
      return new Measurement(wall, Usage.read(usage));
    } finally {
      Folders.delete(folder);
    }
  }

  private Duration run(Contestant contestant, Task task, Path usage)
      throws IOException, InterruptedException {
    List<String> args =
        List.of(
            contestant.name(), task.input().toString(), task.folder().toString(), usage.toString());
    return Jvm.run(contestant.title(), ContestantMain.class, heap, args);
  }
}
