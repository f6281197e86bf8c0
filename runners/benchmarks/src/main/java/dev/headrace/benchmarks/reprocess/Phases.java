package dev.headrace.benchmarks.reprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where the time of a job goes.
 *
 * @param start from the start of the driver's JVM to the first task
 * @param reading from there to the end of the stage that has written most into the shuffle: raw
 *     lines read, conformed and shuffled
 * @param writing from there to the end of the stage that has read most from the shuffle: of every
 *     key the latest, sorted and written as Parquet
 * @param commit from there to the end of the last task: the ledger and the manifest
 * @param taskSeconds what all tasks took together
 * @param taskCpuSeconds the CPU they took
 * @param shuffleSeconds what the tasks took to write into the shuffle, and waited for what they
 *     read from it
 * @param garbageSeconds what collections of garbage took while tasks ran
 */
record Phases(
    double start,
    double reading,
    double writing,
    double commit,
    double taskSeconds,
    double taskCpuSeconds,
    double shuffleSeconds,
    double garbageSeconds) {

  /** The property of a JVM that says where its {@link PhasesListener} is to write them. */
  static final String FILE = "spark.headrace.phases";

  /** Of the stages of a job, in milliseconds since 1970 and of tasks. */
  static Phases of(Iterable<Stage> stages) {
    Stage reading = Stage.NONE;
    Stage writing = Stage.NONE;
    Stage total = Stage.NONE;
    for (Stage stage : stages) {
      reading = stage.shuffleWritten() > reading.shuffleWritten() ? stage : reading;
      writing = stage.shuffleRead() > writing.shuffleRead() ? stage : writing;
      total = total.plus(stage);
    }
    long jvm = ManagementFactory.getRuntimeMXBean().getStartTime();
    return new Phases(
        seconds(total.began() - jvm),
        seconds(reading.ended() - total.began()),
        seconds(writing.ended() - reading.ended()),
        seconds(total.ended() - writing.ended()),
        seconds(total.taskMillis()),
        seconds(total.taskCpuMillis()),
        seconds(total.shuffleMillis()),
        seconds(total.garbageMillis()));
  }

  private static double seconds(long millis) {
    return millis / 1e3;
  }

  /** What is known of a stage. */
  record Stage(
      long began,
      long ended,
      long shuffleWritten,
      long shuffleRead,
      long taskMillis,
      long taskCpuMillis,
      long shuffleMillis,
      long garbageMillis) {
    static final Stage NONE = new Stage(Long.MAX_VALUE, 0, 0, 0, 0, 0, 0, 0);

    Stage plus(Stage other) {
      return new Stage(
          Math.min(began, other.began),
          Math.max(ended, other.ended),
          shuffleWritten + other.shuffleWritten,
          shuffleRead + other.shuffleRead,
          taskMillis + other.taskMillis,
          taskCpuMillis + other.taskCpuMillis,
          shuffleMillis + other.shuffleMillis,
          garbageMillis + other.garbageMillis);
    }
  }

  /** Keeps them in a file. */
  void write(Path file) throws IOException {
    Properties values = new Properties();
    values.setProperty("start", Double.toString(start));
    values.setProperty("reading", Double.toString(reading));
    values.setProperty("writing", Double.toString(writing));
    values.setProperty("commit", Double.toString(commit));
    values.setProperty("tasks", Double.toString(taskSeconds));
    values.setProperty("cpu", Double.toString(taskCpuSeconds));
    values.setProperty("shuffle", Double.toString(shuffleSeconds));
    values.setProperty("garbage", Double.toString(garbageSeconds));
    try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
      values.store(out, null);
    }
  }

  /** Reads what {@link #write} has kept. */
  static Phases read(Path file) throws IOException {
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(file, UTF_8)) {
      values.load(in);
    }
    return new Phases(
        value(values, "start"),
        value(values, "reading"),
        value(values, "writing"),
        value(values, "commit"),
        value(values, "tasks"),
        value(values, "cpu"),
        value(values, "shuffle"),
        value(values, "garbage"));
  }

  private static double value(Properties values, String name) {
    return Double.parseDouble(values.getProperty(name));
  }
}
