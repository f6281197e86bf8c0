package dev.headrace.runners.spark;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.pipelines.run.RunnerSetup;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Spark from doing work twice. A step with several outputs is computed once for all of them
 * only as long as Spark keeps what it computed: what does not fit in memory has to go to disk, or
 * it is computed anew for every output.
 *
 * <p>What goes through shuffles is serialized by Kryo, unless Spark's own settings name another
 * serializer: Java's takes several CPU seconds of a short job.
 */
public final class SparkSetup implements RunnerSetup {
  private static final Logger LOG = LoggerFactory.getLogger(SparkSetup.class);
  private static final String SERIALIZER = "spark.serializer";
  private static final String ALLOWED =
      "a level that also uses the disk: MEMORY_AND_DISK, MEMORY_AND_DISK_SER, DISK_ONLY,"
          + " or one of these with the number of replicas, such as MEMORY_AND_DISK_2";

  @Override
  public void prepare(PipelineOptions options) {
    if (SharedContext.isShared()) {
      requireSpark(options);
    } else if (options.getRunner() != SparkRunner.class) {
      return;
    } else if (System.getProperty(SERIALIZER) == null) {
      System.setProperty(SERIALIZER, KryoSerializer.class.getName());
    }
    SparkPipelineOptions spark = options.as(SparkPipelineOptions.class);
    checkArgument(
        !spark.isCacheDisabled(),
        "cacheDisabled must be false, but was true: requests would be sent again for every step"
            + " that uses their answers");
    if (isGiven(options, "storageLevel")) {
      requireDisk(spark.getStorageLevel());
    } else {
      spark.setStorageLevel("MEMORY_AND_DISK");
    }
    if (spark.getBundleSize() > 0) {
      LOG.warn(
          "bundleSize is {}, so that shuffles have as many partitions as the step before, whatever"
              + " the number of cores; leave it out",
          spark.getBundleSize());
    }
    if (SharedContext.isShared()) {
      useShared(options.as(SparkContextOptions.class));
    }
  }

  @Override
  public boolean runsHere(PipelineOptions options) {
    return SharedContext.isShared() && SharedContext.get().isLocal();
  }

  /** A job knows no other runner. */
  private static void requireSpark(PipelineOptions options) {
    if (isGiven(options, "runner")) {
      checkArgument(
          options.getRunner() == SparkRunner.class,
          "runner must be SparkRunner or left out in a Spark job, but was %s",
          options.getRunner().getSimpleName());
    }
    options.setRunner(SparkRunner.class);
  }

  private static void useShared(SparkContextOptions options) {
    JavaSparkContext context = SharedContext.get();
    checkArgument(
        !isGiven(options, "sparkMaster") || options.getSparkMaster().equals(context.master()),
        "sparkMaster must be left out in a Spark job, but was %s; the master of the application"
            + " is %s",
        options.getSparkMaster(),
        context.master());
    options.setSparkMaster(context.master());
    options.setUsesProvidedSparkContext(true);
    options.setProvidedSparkContext(context);
  }

  /** Whether the option was set; asking for its value tells the default as well. */
  private static boolean isGiven(PipelineOptions options, String name) {
    return DisplayData.from(options).items().stream().anyMatch(item -> item.getKey().equals(name));
  }

  private static void requireDisk(String name) {
    StorageLevel level;
    try {
      level = StorageLevel.fromString(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(complaint(name), e);
    }
    checkArgument(level.useDisk(), "%s", complaint(name));
  }

  private static String complaint(String name) {
    return "storageLevel must be " + ALLOWED + "; but was " + name;
  }
}
