package dev.headrace.runners.submit;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Spark distribution, or a folder that has its jars alone. */
final class SparkHome {
  private static final String ENVIRONMENT = "SPARK_HOME";
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
  private static final String LAUNCHER = "org.apache.spark.launcher.Main";
  private static final String SUBMIT_OPTS = "SPARK_SUBMIT_OPTS";

  private final Path folder;
  private final LogSettings log;

  private SparkHome(Path folder, LogSettings log) {
    this.folder = folder;
    this.log = log;
  }

  /** The one that was named, or else {@code $SPARK_HOME}. */
  static SparkHome of(@Nullable Path named) {
    String known = System.getenv(ENVIRONMENT);
    checkArgument(
        named != null || (known != null && !known.isEmpty()),
        "--spark-home must name a Spark distribution, or SPARK_HOME be set");
    SparkHome home =
        new SparkHome(
            (named == null ? Path.of(String.valueOf(known)) : named).toAbsolutePath(),
            LogSettings.ofSpark());
    checkArgument(
        Files.isRegularFile(home.script()) || Files.isDirectory(home.jars()),
        "%s names %s, and there is neither bin/spark-submit nor jars in it",
        named == null ? ENVIRONMENT : "--spark-home",
        home.folder);
    return home;
  }

  /** The same, where Spark's own settings do not say what is told. */
  SparkHome telling(LogSettings log) {
    return new SparkHome(folder, log);
  }

  private Path script() {
    return folder.resolve("bin").resolve("spark-submit");
  }

  private Path jars() {
    return folder.resolve("jars");
  }

  /** What to start so that spark-submit has these arguments. */
  ProcessBuilder submit(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (Files.isRegularFile(script())) {
      command.add(script().toString());
      command.addAll(arguments);
    } else {
      command.addAll(byLauncher(arguments));
    }
    return prepared(command);
  }

  /** Asks Spark's launcher for the command, as Spark's own scripts do. */
  private List<String> byLauncher(List<String> arguments) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of(java, "-Xmx128m", "-cp", jars() + "/*", LAUNCHER, SUBMIT));
    command.addAll(arguments);
    Process launcher = prepared(command).redirectError(Redirect.INHERIT).start();
    String told;
    try (InputStream out = launcher.getInputStream()) {
      told = new String(out.readAllBytes(), UTF_8);
    }
    int exitCode = launcher.waitFor();
    List<String> parts =
        Arrays.stream(told.split("\0")).map(part -> part.replaceFirst("^\n", "")).toList();
    if (exitCode != 0 || parts.size() < 2) {
      throw new IOException(
          "Spark's launcher in %s ended with %d and no command".formatted(jars(), exitCode));
    }
    return parts.stream().filter(part -> !part.isEmpty()).toList();
  }

  private ProcessBuilder prepared(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    Map<String, String> environment = builder.environment();
    environment.put(ENVIRONMENT, folder.toString());
    environment.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    // Where there are jars alone, Spark's launcher would look for the folders of a build to know
    // it.
    environment.putIfAbsent("SPARK_SCALA_VERSION", "2.12");
    String given = environment.getOrDefault(SUBMIT_OPTS, "");
    if (log.file().isPresent() && !given.contains("log4j") && !hasLogSettings()) {
      environment.put(
          SUBMIT_OPTS, (given + " -Dlog4j2.configurationFile=" + log.file().get()).strip());
    }
    return builder;
  }

  private boolean hasLogSettings() {
    return Files.exists(folder.resolve("conf").resolve(LogSettings.NAME));
  }
}
