package dev.headrace.runners.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A context whose shuffles have several partitions for every core, if Spark's settings do not say
 * how many. Spark's own default is one for every core that is there when it is asked, and 2 where a
 * cluster's executors have not come yet.
 */
final class ParallelContext extends JavaSparkContext {
  private static final int PARTITIONS_PER_CORE = 3;

  ParallelContext(SparkContext context) {
    super(context);
  }

  /** Beam asks for it whenever it groups by key. */
  @Override
  public Integer defaultParallelism() {
    SparkConf conf = getConf();
    int there = super.defaultParallelism();
    return conf.contains(SparkSettings.PARALLELISM)
        ? there
        : PARTITIONS_PER_CORE * Math.max(there, SparkSettings.cores(conf));
  }
}
