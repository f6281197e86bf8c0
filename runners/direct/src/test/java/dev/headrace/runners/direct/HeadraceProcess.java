package dev.headrace.runners.direct;

import dev.headrace.pipelines.cli.Headrace;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The headrace command in a JVM of its own, against stand-ins in this one. */
final class HeadraceProcess implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 1_800;

  private final Process process;
  private final Path output;

  private HeadraceProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts {@code headrace run earthquakes} over three days, of which one fails for good. */
  static HeadraceProcess startRun(Platform platform, URI api, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx600m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Headrace.class.getName());
    command.addAll(
        CommandLineRun.runArguments(
            "earthquakes",
            platform,
            api,
            "--run-id=r1",
            "--start=2018-02-03",
            "--end=2018-02-06",
            "--page-size=40",
            "--max-attempts=3",
            "--shards=3",
            "--buckets=2"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new HeadraceProcess(process, output);
  }

  /** Ends the process as the power going off would. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits until something has happened, or the process has ended. */
  void awaitThat(BooleanSupplier happened) throws InterruptedException {
    while (!happened.getAsBoolean() && !process.waitFor(10, TimeUnit.MILLISECONDS)) {}
  }

  /** The exit code. */
  int waitFor() throws InterruptedException, IOException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("headrace did not end: " + output());
    }
    return process.exitValue();
  }

  /** All it has printed. */
  String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
