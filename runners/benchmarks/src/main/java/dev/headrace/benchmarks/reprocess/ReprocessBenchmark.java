package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.FlightSettings;
import dev.headrace.benchmarks.Medians;
import dev.headrace.benchmarks.Rounds;
import dev.headrace.pipelines.cli.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
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

/** Measures what it costs to turn lines into Parquet. */
@Command(
    name = "reprocess",
    description = {
      "Turns lines of JSON into Parquet in several ways in turn, each in a JVM of its own, and"
          + " prints the medians of all rounds.",
      "What they write is compared after every turn; a difference ends the benchmark."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ReprocessBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private FlightSettings settings = new FlightSettings();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "Flights to take. Default: ${DEFAULT-VALUE}.")
  private int rows = 3_000_000;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "1",
      description = "Takes them so many times, with other keys. Default: ${DEFAULT-VALUE}.")
  private int scale = 1;

  @Option(
      names = "--contestants",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "SPARK_SQL,SPARK_RDD,HEADRACE,DUCKDB",
      description =
          "Who takes part, the one that the others are compared with first:"
              + " ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<Contestant> contestants = List.of();

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new ReprocessBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rounds.requireAtLeastOne(spec, "--rows", rows);
    Rounds.requireAtLeastOne(spec, "--scale", scale);
    settings.check();
    PrintWriter err = spec.commandLine().getErr();
    Input.Parameters parameters =
        new Input.Parameters(settings.flights(), rows, scale, settings.seed());
    Input input = Input.of(parameters, settings.data());
    err.printf(
        "input: %s MB; expected: %s rows, %s dead letters%n",
        input.bytes() / 1_000_000,
        input.expected().rows(),
        input.expected().value(Verify.DEAD_LETTERS));
    Round round = new Round(input, settings.heap(), settings.data());
    print(
        Rounds.interleaved(settings.rounds(), contestants, Contestant::title, round::measure, err));
    return ExitCode.OK;
  }

  private void print(Map<Contestant, List<Measurement>> measured) {
    List<Measurement> yardstick = measured.getOrDefault(contestants.get(0), List.of());
    double wall = Medians.of(yardstick, Measurement::wallSeconds);
    double cpu = Medians.of(yardstick, Measurement::cpuSeconds);
    TextTable table =
        new TextTable(
            "contestant",
            "wall s",
            "CPU s",
            "peak RSS GiB",
            "wall to " + contestants.get(0).title(),
            "CPU to " + contestants.get(0).title());
    measured.forEach(
        (contestant, all) ->
            table.row(
                contestant.title(),
                Medians.text("%.1f", all, Measurement::wallSeconds),
                Medians.text("%.1f", all, Measurement::cpuSeconds),
                Medians.text("%.2f", all, Measurement::peakGib),
                Medians.text("%.2f", Medians.of(all, Measurement::wallSeconds) / wall),
                Medians.text("%.2f", Medians.of(all, Measurement::cpuSeconds) / cpu)));
    table.print(spec.commandLine().getOut());
  }
}
