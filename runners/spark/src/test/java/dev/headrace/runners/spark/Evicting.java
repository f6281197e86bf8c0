package dev.headrace.runners.spark;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Spark within this JVM, from which whatever it keeps is taken as soon as a task is over. */
final class Evicting extends SparkListener implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final JavaSparkContext context;
  private final AtomicInteger evicted = new AtomicInteger();
  private final AtomicInteger failedTasks = new AtomicInteger();

  private Evicting(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * Starts it.
   *
   * @param master such as {@code local[4,4]}, where a task may fail three times
   */
  static Evicting start(String master) {
    JavaSparkContext context =
        new JavaSparkContext(new SparkConf().setAppName("evicting").setMaster(master));
    Evicting evicting = new Evicting(context);
    context.sc().addSparkListener(evicting);
    return evicting;
  }

  /** Lets a pipeline run there. */
  void applyTo(PipelineOptions options) {
    options.setRunner(SparkRunner.class);
    options.as(SparkPipelineOptions.class).setUsesProvidedSparkContext(true);
    options.as(SparkContextOptions.class).setProvidedSparkContext(context);
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (!task.taskInfo().successful()) {
      failedTasks.incrementAndGet();
    }
    context
        .getPersistentRDDs()
        .values()
        .forEach(
            kept -> {
              kept.unpersist(false);
              evicted.incrementAndGet();
            });
  }

  /** How often something was taken, and how many tasks have failed, until now. */
  Seen seen() throws TimeoutException {
    context.sc().listenerBus().waitUntilEmpty(PATIENCE.toMillis());
    return new Seen(evicted.get(), failedTasks.get());
  }

  record Seen(int evicted, int failedTasks) {}

  @Override
  public void close() {
    context.close();
  }
}
