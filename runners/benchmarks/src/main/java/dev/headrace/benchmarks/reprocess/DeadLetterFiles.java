package dev.headrace.benchmarks.reprocess;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Dead letters as lines of JSON, in files that may be compressed with gzip. */
final class DeadLetterFiles {
  private DeadLetterFiles() {}

  /**
   * How many lines there are in a folder, at any depth. Files whose name starts with {@code .} or
   * {@code _} are none of them.
   */
  static long count(Path folder) throws IOException {
    long lines = 0;
    for (Path file : files(folder)) {
      lines += lines(file);
    }
    return lines;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(DeadLetterFiles::isVisible).toList();
    }
  }

  private static boolean isVisible(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && !name.startsWith("_");
  }

  private static long lines(Path file) throws IOException {
    try (InputStream stored = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().count();
    }
  }
}
