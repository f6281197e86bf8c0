package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.reprocess.Phases.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.StageInfo;

/**
 * Writes the {@link Phases} of a job when it ends; Spark is told of it by {@code extraListeners}.
 */
public final class PhasesListener extends SparkListener {
  private static final long NANOS = 1_000_000;

  private final Path file;
  private final List<Stage> stages = new ArrayList<>();

  /** As Spark makes it. */
  public PhasesListener(SparkConf conf) {
    this.file = Path.of(conf.get(Phases.FILE));
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted completed) {
    StageInfo stage = completed.stageInfo();
    TaskMetrics tasks = stage.taskMetrics();
    stages.add(
        new Stage(
            (Long) stage.submissionTime().get(),
            (Long) stage.completionTime().get(),
            tasks.shuffleWriteMetrics().bytesWritten(),
            tasks.shuffleReadMetrics().totalBytesRead(),
            tasks.executorRunTime(),
            tasks.executorCpuTime() / NANOS,
            tasks.shuffleWriteMetrics().writeTime() / NANOS
                + tasks.shuffleReadMetrics().fetchWaitTime(),
            tasks.jvmGCTime()));
  }

  @Override
  public synchronized void onApplicationEnd(SparkListenerApplicationEnd end) {
    try {
      Phases.of(stages).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The phases cannot be kept in " + file, e);
    }
  }
}
