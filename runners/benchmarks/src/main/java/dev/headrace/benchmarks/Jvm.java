package dev.headrace.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** Commands for further JVMs with the class path of this one. */
public final class Jvm {
  private Jvm() {}

  /**
   * A JVM that can run Spark, which listens on loopback only.
   *
   * @param heap the most it may take, as {@code -Xmx} has it
   */
  public static ProcessBuilder of(Class<?> main, String heap, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(List.of("-Dspark.ui.enabled=false", "-Dspark.driver.host=127.0.0.1"));
    command.add("-Dspark.driver.bindAddress=127.0.0.1");
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", -1)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }
}
