package dev.headrace.runners.submit;

import static com.google.common.base.Preconditions.checkArgument;

import dev.headrace.pipelines.cli.JobJar;
import dev.headrace.pipelines.cli.RunArguments;
import dev.headrace.pipelines.cli.SubmitCommand.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Submits a run to a Spark cluster. */
@Command(
    name = "spark",
    description = {
      "Runs a pipeline on Spark: as one application, by spark-submit. It is followed until it ends,"
          + " and its exit code is this one's. Ctrl-C stops it: the exit code is 130 then, and the"
          + " same command goes on where it was.",
      "All options of Spark and of the place come before PIPELINE."
    },
    customSynopsis =
        "headrace submit spark --master URL [OPTIONS] PIPELINE <options of headrace run> [--"
            + " <options of Beam>]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SparkPlace implements Callable<Integer>, Place {
  private static final String MAIN_CLASS = "dev.headrace.runners.spark.SparkJob";

  // https://spark.apache.org/docs/3.5.6/running-on-yarn.html#configuration
  private static final String WAITS = "spark.yarn.submit.waitAppCompletion";

  @Spec private CommandSpec spec;

  /** Where the driver runs, and what is left of it when this command is stopped. */
  private enum DeployMode {
    CLIENT("stopped    the same command goes on where it was"),
    CLUSTER("left       the application goes on; stop it by the means of the cluster");

    private final String stopped;

    DeployMode(String stopped) {
      this.stopped = stopped;
    }
  }

  @Option(
      names = "--master",
      paramLabel = "URL",
      required = true,
      description = "Where to: spark://host:7077, yarn, k8s://..., or local[N] for this machine.")
  private String master = "";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The job jar. Default: the one that was built in this checkout.")
  private @Nullable Path jar;

  @Option(
      names = "--spark-home",
      paramLabel = "FOLDER",
      description = "Spark as it is on the cluster. Default: $SPARK_HOME.")
  private @Nullable Path sparkHome;

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      defaultValue = "client",
      description =
          "Where the driver runs: client for here, cluster for YARN, where its progress is not told"
              + " here and Ctrl-C does not reach it. Default: ${DEFAULT-VALUE}.")
  private DeployMode deployMode = DeployMode.CLIENT;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark; as often as needed.")
  private List<String> conf = new ArrayList<>();

  @Option(
      names = "--jars",
      paramLabel = "FILES",
      split = ",",
      description = "Jars with pipelines of your own and what they need, separated by commas.")
  private List<String> jars = new ArrayList<>();

  @Option(names = "--name", paramLabel = "TEXT", description = "Name of the application.")
  private @Nullable String name;

  @Option(
      names = "--driver-memory",
      paramLabel = "SIZE",
      description = "Memory of the driver, such as 2g.")
  private @Nullable String driverMemory;

  @Option(
      names = "--executor-memory",
      paramLabel = "SIZE",
      description = "Memory of each executor, such as 4g.")
  private @Nullable String executorMemory;

  @Option(names = "--executor-cores", paramLabel = "N", description = "Cores of each executor.")
  private @Nullable Integer executorCores;

  @Option(
      names = "--num-executors",
      paramLabel = "N",
      description = "Executors on YARN and Kubernetes.")
  private @Nullable Integer numExecutors;

  @Option(
      names = "--total-executor-cores",
      paramLabel = "N",
      description = "Cores of all executors together on a standalone cluster.")
  private @Nullable Integer totalExecutorCores;

  @Mixin private RunArguments run = new RunArguments();

  @Override
  public Integer call() throws IOException, InterruptedException {
    SparkMaster.requireKnown(master);
    conf.forEach(SparkPlace::requireSetting);
    if (deployMode == DeployMode.CLUSTER) {
      requireClusterDriver();
    }
    UserJars own = UserJars.of(jars);
    own.within(() -> run.require(spec.commandLine(), BeamOptions.OF_SPARK));
    Path job = jar == null ? JobJar.built() : requireFile("--jar", jar);
    SparkHome home = SparkHome.of(sparkHome);
    SparkMaster.requireReachable(master);
    return follow(home, job);
  }

  /** A driver elsewhere tells nothing here, so that Spark has to tell what it knows of it. */
  private int follow(SparkHome home, Path job) throws IOException, InterruptedException {
    LogSettings log = deployMode == DeployMode.CLIENT ? LogSettings.quiet() : LogSettings.ofSpark();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return new FollowedProcess(out, err, deployMode.stopped, log::delete)
          .run(home.telling(log).submit(arguments(job)));
    } finally {
      log.delete();
    }
  }

  /**
   * Only YARN's client waits for the driver and fails with it. A standalone master is not asked,
   * and that of Kubernetes ends with 0 however the driver ends: see {@code
   * LoggingPodStatusWatcherImpl.watchOrStop} of Spark 3.5.
   */
  private void requireClusterDriver() {
    checkArgument(
        run.file().isEmpty(),
        "--deploy-mode must be client for a pipeline in a file, but was cluster: the driver would"
            + " look for the file on a machine of the cluster");
    checkArgument(
        master.equals(SparkMaster.YARN),
        "--deploy-mode must be client with the master %s, but was cluster: of all clusters YARN alone"
            + " tells whether the driver has failed",
        master);
    conf.forEach(SparkPlace::requireWaiting);
  }

  /** Else the command would end with 0 before the run does. */
  private static void requireWaiting(String setting) {
    checkArgument(
        !setting.startsWith(WAITS + "=")
            || setting.substring(WAITS.length() + 1).strip().equalsIgnoreCase("true"),
        "--conf must not have %s other than true where --deploy-mode is cluster, since the run's end"
            + " would not be told",
        WAITS);
  }

  private static void requireSetting(String setting) {
    checkArgument(
        setting.matches("[^=\\s]+=(?s:.*)"),
        "--conf must be such as spark.executor.cores=2, but is \"%s\"",
        setting.replaceFirst("(?s)[=\\s].*", "..."));
  }

  /** What spark-submit is told. */
  private List<String> arguments(Path job) {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--master", master);
    add(arguments, "--deploy-mode", deployMode.name().toLowerCase(Locale.ROOT));
    add(arguments, "--class", MAIN_CLASS);
    add(arguments, "--name", name == null ? "headrace" : name);
    add(arguments, "--driver-memory", driverMemory);
    add(arguments, "--executor-memory", executorMemory);
    add(arguments, "--executor-cores", executorCores);
    add(arguments, "--num-executors", numExecutors);
    add(arguments, "--total-executor-cores", totalExecutorCores);
    add(arguments, "--jars", jars.isEmpty() ? null : String.join(",", jars));
    conf.forEach(setting -> add(arguments, "--conf", setting));
    arguments.add(job.toString());
    arguments.addAll(run.list());
    return arguments;
  }

  private static void add(List<String> arguments, String option, @Nullable Object value) {
    if (value != null) {
      arguments.add(option);
      arguments.add(value.toString());
    }
  }

  /** Whether a file is there; what is said of it names the option. */
  static Path requireFile(String option, Path file) {
    checkArgument(
        Files.isRegularFile(file), "%s names %s, and there is no such file", option, file);
    return file;
  }
}
