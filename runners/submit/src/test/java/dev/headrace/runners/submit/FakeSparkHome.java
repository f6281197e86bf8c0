package dev.headrace.runners.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A Spark home whose spark-submit notes what it is told, says something, and ends as it is told.
 */
final class FakeSparkHome {
  private static final String SCRIPT =
      """
      #!/bin/sh
      cd "$(dirname "$0")/.."
      printf '%%s\\n' "$@" >arguments
      printf '%%s' "$SPARK_HOME" >home
      printf '%%s' "$SPARK_SUBMIT_OPTS" >options
      echo "ingest     1 request  0.1 s" >&2
      echo "Ledger of the run"
      %s
      """;

  private final Path folder;

  private FakeSparkHome(Path folder) {
    this.folder = folder;
  }

  /** One whose spark-submit goes on like this. */
  static FakeSparkHome at(Path folder, String script) throws IOException {
    Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SCRIPT.formatted(script));
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));
    return new FakeSparkHome(folder);
  }

  Path folder() {
    return folder;
  }

  boolean wasStarted() {
    return Files.exists(folder.resolve("arguments"));
  }

  List<String> arguments() throws IOException {
    return Files.readAllLines(folder.resolve("arguments"));
  }

  String told(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }
}
