package dev.headrace.runners.spark.cluster;

import dev.headrace.runners.spark.BuiltJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** Spark's own jars, and how its programs are started from them. */
final class SparkHome {
  private SparkHome() {}

  /**
   * A program of Spark with nothing but Spark's jars; whatever it serves, it serves on loopback.
   */
  static JvmProcess start(Path log, String heap, String main, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(jvm(heap));
    all.addAll(List.of("-cp", jars(), main));
    all.addAll(arguments);
    return JvmProcess.start(log, all, environment());
  }

  /** All of Spark, for a class path. */
  static String jars() {
    return BuiltJob.sparkHome().resolve("jars") + "/*";
  }

  /** Options of a JVM that Spark runs in. */
  static List<String> jvm(String heap) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heap);
    options.add("-XX:TieredStopAtLevel=1");
    options.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", -1)));
    return options;
  }

  /** By which Spark finds its jars and keeps to loopback. */
  static Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", BuiltJob.sparkHome().toString(),
        "SPARK_SCALA_VERSION", "2.12",
        "SPARK_LOCAL_IP", "127.0.0.1");
  }
}
