package dev.headrace.runners.spark;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.pipelines.run.RunnerSetup;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.storage.StorageLevel;

/**
 * Keeps Spark from doing work twice. A step with several outputs is computed once for all of them
 * only as long as Spark keeps what it computed: what does not fit in memory has to go to disk, or
 * it is computed anew for every output.
 *
 * <p>What goes through shuffles is serialized by Kryo, unless Spark's own settings name another
 * serializer: Java's takes several CPU seconds of a short job.
 */
public final class SparkSetup implements RunnerSetup {
  private static final String SERIALIZER = "spark.serializer";
  private static final String ALLOWED =
      "a level that also uses the disk: MEMORY_AND_DISK, MEMORY_AND_DISK_SER, DISK_ONLY,"
          + " or one of these with the number of replicas, such as MEMORY_AND_DISK_2";

  @Override
  public void prepare(PipelineOptions options) {
    if (options.getRunner() != SparkRunner.class) {
      return;
    }
    if (System.getProperty(SERIALIZER) == null) {
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
