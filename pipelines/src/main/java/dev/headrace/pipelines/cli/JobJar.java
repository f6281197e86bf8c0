package dev.headrace.pipelines.cli;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jar that a Spark cluster is given, where none is named. */
public final class JobJar {
  private static final String NAME = "headrace-runner-spark-.*-job\\.jar";
  private static final String BUILD = "mvn -pl runners/spark -am -DskipTests package";

  /** What the jar is made from. */
  private static final List<String> PARTS =
      List.of("pom.xml", "transforms", "io-connectors", "pipelines", "runners/spark");

  private JobJar() {}

  /**
   * The job jar that was built last in the checkout that this runs from.
   *
   * @throws IllegalArgumentException if there is none, or if it is older than what it is built
   *     from: what is checked here would be other code than what is run there
   */
  public static Path built() throws IOException {
    return builtIn(here().resolve(Path.of("..", "..", "..")).normalize());
  }

  static Path builtIn(Path checkout) throws IOException {
    Optional<Path> jar = newest(checkout.resolve(Path.of("runners", "spark", "target")));
    checkArgument(
        jar.isPresent(),
        "--jar must name the job jar: there is none in this checkout, where \"%s\" builds it",
        BUILD);
    Optional<Path> changed = changedSince(jar.get(), checkout);
    checkArgument(
        changed.isEmpty(),
        "--jar must name the job jar: that of this checkout is older than %s; \"%s\" builds it"
            + " again",
        changed.map(checkout::relativize).orElse(checkout),
        BUILD);
    return jar.get();
  }

  private static Optional<Path> changedSince(Path jar, Path checkout) throws IOException {
    long built = jar.toFile().lastModified();
    for (Path part : PARTS.stream().map(checkout::resolve).filter(Files::exists).toList()) {
      try (Stream<Path> files = Files.walk(part)) {
        Optional<Path> changed =
            files
                .filter(file -> isSource(checkout.relativize(file)) && Files.isRegularFile(file))
                .filter(file -> file.toFile().lastModified() > built)
                .findFirst();
        if (changed.isPresent()) {
          return changed;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSource(Path file) {
    String name = "/" + file;
    return !name.contains("/target/") && (name.endsWith("/pom.xml") || name.contains("/src/main/"));
  }

  private static Optional<Path> newest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(NAME))
          .max(Comparator.comparing(file -> file.toFile().lastModified()));
    }
  }

  /** In a checkout this class is in {@code pipelines/target}. */
  private static Path here() {
    try {
      URI code = JobJar.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(code);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The place of this very code is unknown", e);
    }
  }
}
