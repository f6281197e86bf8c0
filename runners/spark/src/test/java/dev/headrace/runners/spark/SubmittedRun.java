package dev.headrace.runners.spark;

import dev.headrace.pipelines.cli.Headrace;
import dev.headrace.testdata.process.CtrlC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code headrace submit spark} in a JVM of its own, to Spark as it is on a cluster. */
final class SubmittedRun implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 300;

  private final Process process;
  private final Path output;

  private SubmittedRun(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param options of the place
   * @param run the arguments of {@code headrace run}, from the pipeline on
   */
  static SubmittedRun start(Path output, List<String> options, List<String> run)
      throws IOException {
    return start(output, Map.of(), options, run);
  }

  /**
   * Starts it.
   *
   * @param environment what is set besides
   * @param options of the place
   * @param run the arguments of {@code headrace run}, from the pipeline on
   */
  static SubmittedRun start(
      Path output, Map<String, String> environment, List<String> options, List<String> run)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Headrace.class.getName(),
                "submit",
                "spark",
                "--jar=" + BuiltJob.jar(),
                "--spark-home=" + BuiltJob.sparkHome(),
                "--driver-memory=700m",
                "--conf=spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1",
                "--conf=spark.ui.enabled=false",
                "--conf=spark.driver.host=127.0.0.1",
                "--conf=spark.driver.bindAddress=127.0.0.1"));
    command.addAll(options);
    command.addAll(run);
    ProcessBuilder builder =
        new ProcessBuilder(CtrlC.heardBy(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new SubmittedRun(builder.start(), output);
  }

  /** What it has started, and what that has. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Tells it to end, as Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    CtrlC.sendTo(process);
  }

  /** The exit code. */
  int waitFor() throws InterruptedException, IOException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("headrace submit did not end: " + output());
    }
    return process.exitValue();
  }

  /** All it has printed. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
