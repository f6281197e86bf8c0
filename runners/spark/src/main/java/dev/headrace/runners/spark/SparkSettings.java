package dev.headrace.runners.spark;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of Spark's settings a run is safe with. */
final class SparkSettings {
  static final String PARALLELISM = "spark.default.parallelism";

  private static final Logger LOG = LoggerFactory.getLogger(SparkSettings.class);
  private static final String SPECULATION = "spark.speculation";
  private static final String SERIALIZER = "spark.serializer";
  private static final String REGISTRATOR = "spark.kryo.registrator";
  private static final String MAX_FAILURES = "spark.task.maxFailures";
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
  private static final String CACHED_IDLE = "spark.dynamicAllocation.cachedExecutorIdleTimeout";

  private SparkSettings() {}

  /**
   * Refuses settings that a run is not safe with, and warns of those that it is not good with.
   *
   * @throws IllegalArgumentException that names the setting, its value and what is allowed
   */
  static void require(SparkConf conf) {
    checkArgument(
        !conf.getBoolean(SPECULATION, false),
        "%s must be false, but was true: a slow step would be done twice at once, and its requests"
            + " sent twice",
        SPECULATION);
    requireRegistrator(conf);
    warnings(conf).forEach(LOG::warn);
  }

  /**
   * What Beam keeps on disk is written by its own serializers, which it brings by a registrator.
   */
  private static void requireRegistrator(SparkConf conf) {
    String known = SparkRunnerKryoRegistrator.class.getName();
    boolean kryo = conf.get(SERIALIZER, "").equals(KryoSerializer.class.getName());
    String given = conf.get(REGISTRATOR, "");
    checkArgument(
        !kryo || Set.of(given.split("\\s*,\\s*")).contains(known),
        "%s must name %s where %s is Kryo's, but was \"%s\"",
        REGISTRATOR,
        known,
        SERIALIZER,
        given);
  }

  /** What a run is not good with. */
  static List<String> warnings(SparkConf conf) {
    List<String> warnings = new ArrayList<>();
    int cores = cores(conf);
    int parallelism = conf.getInt(PARALLELISM, Integer.MAX_VALUE);
    if (parallelism < cores) {
      warnings.add(
          "%s is %d, so that %d of %d cores have nothing to do after a shuffle; leave it out, or take 2 to 4 for every core"
              .formatted(PARALLELISM, parallelism, cores - parallelism, cores));
    }
    if (!isLocal(conf) && conf.getInt(MAX_FAILURES, 4) < 2) {
      warnings.add(
          "%s is %s, so that a single worker that is lost ends the run; the default is 4"
              .formatted(MAX_FAILURES, conf.get(MAX_FAILURES)));
    }
    if (conf.getBoolean(DYNAMIC, false) && conf.contains(CACHED_IDLE)) {
      warnings.add(
          "%s is %s, so that what idle executors have computed is computed again; leave it out"
              .formatted(CACHED_IDLE, conf.get(CACHED_IDLE)));
    }
    if (!conf.get(SERIALIZER, "").equals(KryoSerializer.class.getName())) {
      warnings.add(
          "%s is not %s, which takes several seconds less of a short run"
              .formatted(SERIALIZER, KryoSerializer.class.getName()));
    }
    return warnings;
  }

  /** The cores that the settings speak of; 0 if they do not. */
  static int cores(SparkConf conf) {
    int all = conf.getInt("spark.cores.max", 0);
    int executors =
        Math.max(
            conf.getInt("spark.executor.instances", 0),
            conf.getInt("spark.dynamicAllocation.maxExecutors", 0));
    return all > 0 ? all : executors * conf.getInt("spark.executor.cores", 1);
  }

  private static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master", "").matches("local(\\[.*])?");
  }
}
