package dev.headrace.runners.spark;

import java.nio.file.Path;

/** What the build has made before the integration tests; told by the pom. */
public final class BuiltJob {
  private BuiltJob() {}

  /** The job jar. */
  public static Path jar() {
    return Path.of(System.getProperty("job.jar"));
  }

  /** A folder with the jars of a Spark distribution. */
  public static Path sparkHome() {
    return Path.of(System.getProperty("job.sparkHome"));
  }
}
