package dev.headrace.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process has used since its start.
 *
 * @param cpuSeconds of all its threads, native ones too, user and system
 * @param peakBytes the most memory it had resident at a time
 *     (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html); not a number where the system
 *     does not tell
 */
public record Usage(double cpuSeconds, double peakBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  /** What this process has used so far. */
  public static Usage ofThisProcess() throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Usage(system.getProcessCpuTime() / 1e9, peak());
  }

  private static double peak() throws IOException {
    if (!Files.exists(STATUS)) {
      return Double.NaN;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** What was used since an earlier time; the memory is the most there ever was. */
  public Usage since(Usage earlier) {
    return new Usage(cpuSeconds - earlier.cpuSeconds, peakBytes);
  }

  /** Keeps it in a file. */
  public void write(Path file) throws IOException {
    Files.write(file, List.of(Double.toString(cpuSeconds), Double.toString(peakBytes)));
  }

  /** Reads what {@link #write} has kept. */
  public static Usage read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return new Usage(Double.parseDouble(lines.get(0)), Double.parseDouble(lines.get(1)));
  }
}
