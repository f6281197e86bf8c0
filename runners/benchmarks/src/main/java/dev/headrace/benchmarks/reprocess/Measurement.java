package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What one contestant did in one round.
 *
 * @param wall from the start of its JVM to its end; of a warm one from the start of the run to its
 *     end
 * @param usage of that JVM
 */
record Measurement(Duration wall, Usage usage) {

  double wallSeconds() {
    return wall.toNanos() / 1e9;
  }

  double cpuSeconds() {
    return usage.cpuSeconds();
  }

  double peakGib() {
    return usage.peakBytes() / (1L << 30);
  }

  /** Keeps it in a file, and another beside it. */
  void write(Path file) throws IOException {
    usage.write(usageBeside(file));
    Files.writeString(file, wall.toString());
  }

  /** Reads what {@link #write} has kept. */
  static Measurement read(Path file) throws IOException {
    return new Measurement(Duration.parse(Files.readString(file)), Usage.read(usageBeside(file)));
  }

  private static Path usageBeside(Path file) {
    return file.resolveSibling(file.getFileName() + ".usage");
  }
}
