package dev.headrace.benchmarks.reprocess;

import java.nio.file.Path;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;

/** The driver of a job, in a JVM of its own: a master, the input, and the folder to write to. */
final class ClusterMain {
  private ClusterMain() {}

  public static void main(String[] args) throws Exception {
    // Made before Beam is asked, as for the job jar: Beam itself would send every executor all jars
    // of the class path, which it has.
    SparkConf conf =
        new SparkConf()
            .setMaster(args[0])
            .setAppName("reprocess")
            .set("spark.default.parallelism", Integer.toString(Task.BUCKETS))
            .set("spark.serializer", KryoSerializer.class.getName())
            .set("spark.kryo.registrator", SparkRunnerKryoRegistrator.class.getName());
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      HeadraceReprocess.run(new Task(Path.of(args[1]), Path.of(args[2])), context);
    }
    System.exit(0);
  }
}
