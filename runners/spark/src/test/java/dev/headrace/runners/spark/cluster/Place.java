package dev.headrace.runners.spark.cluster;

/** Where a run can run. */
enum Place {
  /** In one JVM. */
  DIRECT,
  /** On Spark in one JVM. */
  SPARK_LOCAL,
  /** The job jar, submitted to the cluster. */
  CLUSTER,
  /**
   * The job jar on the cluster, called by a script that has made a Spark context before, with older
   * versions of what it uses in front of it.
   */
  GLUE
}
