package dev.headrace.runners.spark;

import dev.headrace.pipelines.cli.Headrace;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.apache.spark.SparkUserAppException;
import picocli.CommandLine.ExitCode;

/**
 * The main class of the job jar: {@code headrace run} with the SparkRunner, all steps in one Spark
 * application. Its arguments are those of {@code headrace run}.
 *
 * <p>A Spark context that exists already is used and left open; one that has to be made is made
 * with the settings of spark-submit, and stopped at the end.
 */
public final class SparkJob {
  private SparkJob() {}

  /**
   * Runs the pipeline and ends the JVM with the exit code of {@code headrace run}: a thread that
   * some library has left running does not keep the application open. In YARN's cluster mode it
   * returns for 0, and throws the code otherwise.
   */
  public static void main(String[] args) throws SparkUserAppException {
    end(run(args));
  }

  /**
   * YARN's application master takes an exit of its JVM for a failure, whatever its code, and has
   * the application run again: it wants a driver to return, or to throw its code.
   */
  static void end(int exitCode) throws SparkUserAppException {
    if (!isInApplicationMaster()) {
      System.exit(exitCode);
    }
    if (exitCode != ExitCode.OK) {
      throw new SparkUserAppException(exitCode);
    }
  }

  private static boolean isInApplicationMaster() {
    return System.getProperty("spark.master", "").equals("yarn")
        && System.getProperty("spark.submit.deployMode", "").equals("cluster");
  }

  /**
   * Runs the pipeline. Not to be called by two threads at once: Beam keeps the counters of a
   * pipeline once in a JVM.
   *
   * @return the exit code of {@code headrace run}: 0 if it is done, 1 if it failed, 2 if an option
   *     is wrong
   */
  public static int run(String... args) {
    return run(new PrintWriter(System.err, true, Charset.defaultCharset()), args);
  }

  static int run(PrintWriter err, String... args) {
    String[] command = Stream.concat(Stream.of("run"), Stream.of(args)).toArray(String[]::new);
    int exitCode = ExitCode.SOFTWARE;
    SharedContext.share();
    try {
      exitCode = Headrace.execute(err, command);
    } finally {
      SharedContext.close(exitCode == ExitCode.OK);
    }
    return exitCode;
  }
}
