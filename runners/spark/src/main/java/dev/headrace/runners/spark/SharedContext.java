package dev.headrace.runners.spark;

import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The Spark context that all steps of a run share. It is got or made when the first step's options
 * are prepared, so that a wrong command line costs no application.
 */
final class SharedContext {
  /** By which a context is known to have been made here. */
  private static final String MADE_HERE = "spark.headrace.madeHere";

  private static final String REGISTRATOR = "spark.kryo.registrator";

  private static boolean wanted;
  private static @Nullable JavaSparkContext context;

  private SharedContext() {}

  /** From here on there is one. */
  static synchronized void share() {
    wanted = true;
  }

  /** Whether there is one, made or to be made. */
  static synchronized boolean isShared() {
    return wanted;
  }

  /**
   * The context, made with Spark's settings if there is none.
   *
   * @throws IllegalArgumentException if a run is not safe with its settings
   */
  static synchronized JavaSparkContext get() {
    JavaSparkContext known = context;
    if (known == null || known.sc().isStopped()) {
      known = new ParallelContext(SparkContext.getOrCreate(ownSettings()));
      context = known;
      SparkSettings.require(known.getConf());
    }
    return known;
  }

  /** What a context is made with, and has no effect on one that exists. */
  private static SparkConf ownSettings() {
    SparkConf conf = new SparkConf().set(MADE_HERE, "true");
    conf.setIfMissing("spark.app.name", "headrace");
    conf.setIfMissing("spark.serializer", KryoSerializer.class.getName());
    String given = conf.get(REGISTRATOR, "");
    String beams = SparkRunnerKryoRegistrator.class.getName();
    return given.contains(beams)
        ? conf
        : conf.set(REGISTRATOR, given.isBlank() ? beams : given + "," + beams);
  }

  /** Ends what a run that failed has left running; the context itself only if it was made here. */
  static synchronized void close(boolean done) {
    wanted = false;
    JavaSparkContext known = context;
    context = null;
    if (known == null || known.sc().isStopped()) {
      return;
    }
    if (!done) {
      known.sc().cancelAllJobs();
    }
    if (known.getConf().contains(MADE_HERE)) {
      known.stop();
    }
  }
}
