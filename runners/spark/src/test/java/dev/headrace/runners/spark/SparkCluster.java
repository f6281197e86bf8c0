package dev.headrace.runners.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark cluster on this machine: this JVM is the driver, the master and the workers, and every
 * executor is a JVM of its own with the class path of the tests. The environment that Spark starts
 * them with is set in the pom.
 */
final class SparkCluster implements AutoCloseable {
  private static final int EXECUTOR_MEGABYTES = 512;
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final JavaSparkContext context;
  private final List<ProcessHandle> executors;

  private SparkCluster(JavaSparkContext context, List<ProcessHandle> executors) {
    this.context = context;
    this.executors = executors;
  }

  /** Starts so many executors of one core each, and waits for them. */
  static SparkCluster start(int executors) throws IOException {
    // Spark looks for its jars here; all that the executors need is on the class path.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    JavaSparkContext context = new JavaSparkContext(conf(executors));
    return new SparkCluster(context, processes(context, executors));
  }

  /** Spark gives every free core a task before it gives one a second, so each executor gets one. */
  private static List<ProcessHandle> processes(JavaSparkContext context, int executors) {
    List<Integer> tasks = IntStream.range(0, executors).boxed().toList();
    return context
        .parallelize(tasks, executors)
        .map(task -> ProcessHandle.current().pid())
        .distinct()
        .collect()
        .stream()
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .toList();
  }

  private static SparkConf conf(int executors) {
    return new SparkConf()
        .setAppName("test")
        .setMaster("local-cluster[%d,1,%d]".formatted(executors, EXECUTOR_MEGABYTES))
        .set("spark.cores.max", Integer.toString(executors))
        .set("spark.executor.memory", EXECUTOR_MEGABYTES + "m")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        // The first job waits until all executors are there.
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
  }

  /** The processes that work is done in. */
  List<ProcessHandle> executors() {
    return executors;
  }

  /** Lets a pipeline run on this cluster. */
  void applyTo(PipelineOptions options) {
    options.setRunner(SparkRunner.class);
    options.as(SparkPipelineOptions.class).setUsesProvidedSparkContext(true);
    options.as(SparkContextOptions.class).setProvidedSparkContext(context);
  }

  /** Stops the executors, and ends those that do not stop. */
  @Override
  public void close() {
    context.close();
    awaitEnds(GRACE);
    executors.forEach(ProcessHandle::destroyForcibly);
    awaitEnds(PATIENCE);
  }

  private void awaitEnds(Duration longest) {
    CompletableFuture<?>[] ends =
        executors.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, longest.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
