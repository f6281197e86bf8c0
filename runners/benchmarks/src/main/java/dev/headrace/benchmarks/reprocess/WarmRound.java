package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Folders;
import dev.headrace.benchmarks.Jvm;
import dev.headrace.benchmarks.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets Headrace run on an input, in a JVM that it has run in before.
 *
 * @param warmUp the input it has run on before
 * @param times how often
 * @param heap of the JVM, as {@code -Xmx} has it
 * @param scratch for what is written, which is deleted afterwards
 */
record WarmRound(Input warmUp, int times, Input input, String heap, Path scratch) {

  /**
   * Measures the last run alone, but for the memory: that is the most of the whole JVM.
   *
   * @throws IllegalStateException if a run failed, or wrote anything else than it should
   */
  Measurement measure() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(scratch, "round");
    Path measured = folder.resolve("measured");
    try {
      Task before = task(warmUp, folder.resolve("before"));
      Task task = task(input, folder.resolve("written"));
      Jvm.run(
          Contestant.HEADRACE.title(),
          WarmMain.class,
          heap,
          List.of(
              Integer.toString(times),
              before.input().toString(),
              before.folder().toString(),
              task.input().toString(),
              task.folder().toString(),
              measured.toString()));
      requireEqual(warmUp, before);
      requireEqual(input, task);
      return Measurement.read(measured);
    } finally {
      Folders.delete(folder);
    }
  }

  private static Task task(Input input, Path folder) throws IOException {
    Task task = new Task(input.folder(), Files.createDirectory(folder));
    Contestant.HEADRACE.prepare(task);
    return task;
  }

  private static void requireEqual(Input input, Task task) throws IOException {
    Contestant headrace = Contestant.HEADRACE;
    Summary.requireEqual(
        headrace.title(),
        input.expected(),
        Verify.summary(headrace.parquet(task), headrace.deadLetters(task)));
  }
}
