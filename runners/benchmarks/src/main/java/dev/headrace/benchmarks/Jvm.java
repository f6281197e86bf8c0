package dev.headrace.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    return of(main, heap, List.of(), args);
  }

  private static ProcessBuilder of(
      Class<?> main, String heap, List<String> options, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(options);
    command.addAll(List.of("-Dspark.ui.enabled=false", "-Dspark.driver.host=127.0.0.1"));
    command.add("-Dspark.driver.bindAddress=127.0.0.1");
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +", -1)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }

  /**
   * Runs one to its end, with the output of this JVM.
   *
   * @return from its start to its end
   * @throws IllegalStateException if it fails
   */
  public static Duration run(String who, Class<?> main, String heap, List<String> args)
      throws IOException, InterruptedException {
    return run(who, main, heap, List.of(), args);
  }

  /**
   * Like {@link #run(String, Class, String, List)}, with more options of the JVM.
   *
   * @param options as {@code -Dname=value}
   */
  public static Duration run(
      String who, Class<?> main, String heap, List<String> options, List<String> args)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = of(main, heap, options, args).inheritIO().start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(who + " ended with " + status);
      }
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      process.destroyForcibly();
    }
  }
}
