package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.FlightSettings;
import dev.headrace.benchmarks.Folders;
import dev.headrace.benchmarks.Jvm;
import dev.headrace.benchmarks.Medians;
import dev.headrace.benchmarks.Rounds;
import dev.headrace.benchmarks.Summary;
import dev.headrace.pipelines.cli.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what a cluster costs beside one JVM with as many cores. */
@Command(
    name = "cluster",
    description = {
      "Turns lines of JSON into Parquet on Spark, in one JVM of two threads and on a cluster of two"
          + " workers of one core in turn, and prints where the time goes.",
      "What is written is compared after every turn; a difference ends the benchmark."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterBenchmark implements Callable<Integer> {
  private static final String DRIVER_HEAP = "1g";

  @Spec private CommandSpec spec;

  @Mixin private FlightSettings settings = new FlightSettings();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "Flights to take. Default: ${DEFAULT-VALUE}.")
  private int rows = 3_000_000;

  @Option(
      names = "--executor-memory",
      paramLabel = "MB",
      defaultValue = "2048",
      description =
          "Heap of each of the two executors; --heap is that of the one JVM. Default:"
              + " ${DEFAULT-VALUE}.")
  private int executorMegabytes = 2_048;

  /** Where it runs. */
  enum Where {
    LOCAL("local[2]"),
    CLUSTER("2 workers of 1 core");

    private final String title;

    Where(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private record Turn(Duration wall, Phases phases) {
    double seconds() {
      return wall.toNanos() / 1e9;
    }

    /** From the last task to the end of the driver. */
    double end() {
      return seconds() - phases.start() - phases.reading() - phases.writing() - phases.commit();
    }
  }

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ClusterBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rounds.requireAtLeastOne(spec, "--rows", rows);
    Rounds.requireAtLeastOne(spec, "--executor-memory", executorMegabytes);
    settings.check();
    Input input =
        Input.of(
            new Input.Parameters(settings.flights(), rows, 1, settings.seed()), settings.data());
    Path folder = Files.createTempDirectory(settings.data(), "cluster");
    try (Workers workers = Workers.start(folder.toAbsolutePath(), executorMegabytes)) {
      print(
          Rounds.interleaved(
              settings.rounds(),
              List.of(Where.values()),
              Where::title,
              where -> measure(where, input, workers),
              spec.commandLine().getErr()));
    } finally {
      Folders.delete(folder);
    }
    return ExitCode.OK;
  }

  private Turn measure(Where where, Input input, Workers workers)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(settings.data(), "round").toAbsolutePath();
    Task task = new Task(input.folder(), Files.createDirectory(folder.resolve("written")));
    Path phases = folder.resolve("phases");
    try {
      HeadraceReprocess.land(task);
      Duration wall = run(where, task, workers, phases);
      Summary.requireEqual(
          where.title(),
          input.expected(),
          Verify.summary(task.parquet(), DeadLetterFiles.count(task.deadLetters())));
      return new Turn(wall, Phases.read(phases));
    } finally {
      Folders.delete(folder);
    }
  }

  private Duration run(Where where, Task task, Workers workers, Path phases)
      throws IOException, InterruptedException {
    boolean local = where == Where.LOCAL;
    List<String> options = new ArrayList<>();
    options.add("-D" + Phases.FILE + "=" + phases);
    options.add("-Dspark.extraListeners=" + PhasesListener.class.getName());
    if (!local) {
      options.add("-Dspark.executor.memory=" + executorMegabytes + "m");
      options.add("-Dspark.executor.cores=1");
      options.add("-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"));
    }
    List<String> args =
        List.of(
            local ? "local[" + Task.PARALLELISM + "]" : workers.url(),
            task.input().toAbsolutePath().toString(),
            task.folder().toString());
    String heap = local ? settings.heap() : DRIVER_HEAP;
    return Jvm.run(where.title(), ClusterMain.class, heap, options, args);
  }

  private void print(Map<Where, List<Turn>> measured) {
    TextTable table =
        new TextTable(
            "where",
            "wall s",
            "start s",
            "read, shuffle s",
            "sort, Parquet s",
            "commit s",
            "end s",
            "tasks s",
            "tasks' CPU s",
            "shuffle s",
            "GC s");
    measured.forEach(
        (where, turns) ->
            table.row(
                where.title(),
                Medians.text("%.1f", turns, Turn::seconds),
                Medians.text("%.1f", turns, turn -> turn.phases().start()),
                Medians.text("%.1f", turns, turn -> turn.phases().reading()),
                Medians.text("%.1f", turns, turn -> turn.phases().writing()),
                Medians.text("%.1f", turns, turn -> turn.phases().commit()),
                Medians.text("%.1f", turns, Turn::end),
                Medians.text("%.1f", turns, turn -> turn.phases().taskSeconds()),
                Medians.text("%.1f", turns, turn -> turn.phases().taskCpuSeconds()),
                Medians.text("%.1f", turns, turn -> turn.phases().shuffleSeconds()),
                Medians.text("%.1f", turns, turn -> turn.phases().garbageSeconds())));
    table.print(spec.commandLine().getOut());
  }
}
