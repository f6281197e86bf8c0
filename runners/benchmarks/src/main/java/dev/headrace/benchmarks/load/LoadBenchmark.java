package dev.headrace.benchmarks.load;

import dev.headrace.benchmarks.FlightSettings;
import dev.headrace.benchmarks.Medians;
import dev.headrace.benchmarks.Rounds;
import dev.headrace.pipelines.cli.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what it costs to bring rows into a warehouse. */
@Command(
    name = "load",
    description = {
      "Loads flights of a CSV file into a table in several ways in turn, each in a JVM of its own"
          + " and into a warehouse of its own, and prints the medians of all rounds.",
      "What is staged first has its own column, and is part of all s and not of load s.",
      "What is in the table is summed up after every turn; a difference ends the benchmark."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LoadBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private FlightSettings settings = new FlightSettings();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Flights to load. Default: ${DEFAULT-VALUE}.")
  private int rows = 1_000_000;

  @Option(
      names = "--contestants",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "COPY,JDBC_IO,JDBC_IO_POSTGRES,HEADRACE",
      description =
          "Who takes part: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}; nobody is compared"
              + " with who does not.")
  private List<Contestant> contestants = List.of();

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rounds.requireAtLeastOne(spec, "--rows", rows);
    settings.check();
    PrintWriter err = spec.commandLine().getErr();
    Input input = Input.of(settings.flights(), rows, settings.seed(), settings.data());
    err.printf(
        "input: %s MB, %s rows%n", Files.size(input.csv()) / 1_000_000, input.expected().rows());
    Round round = new Round(input, settings.heap(), settings.data());
    print(
        Rounds.interleaved(settings.rounds(), contestants, Contestant::title, round::measure, err));
    return ExitCode.OK;
  }

  private void print(Map<Contestant, List<Measurement>> measured) {
    TextTable table =
        new TextTable(
            "contestant",
            "load s",
            "COPY s",
            "apply s",
            "load to plain COPY",
            "load to JdbcIO, Amazon's",
            "load to JdbcIO, PostgreSQL's",
            "staging s",
            "all s",
            "all to plain COPY",
            "all to JdbcIO, Amazon's",
            "all to JdbcIO, PostgreSQL's",
            "end s",
            "start-up s",
            "wall s",
            "CPU s");
    List<Measurement> copy = measured.getOrDefault(Contestant.COPY, List.of());
    List<Measurement> amazon = measured.getOrDefault(Contestant.JDBC_IO, List.of());
    List<Measurement> postgres = measured.getOrDefault(Contestant.JDBC_IO_POSTGRES, List.of());
    measured.forEach(
        (contestant, of) ->
            table.row(
                contestant.title(),
                median(of, Measurement::loadSeconds),
                median(of, Measurement::copySeconds),
                median(of, Measurement::applySeconds),
                ratio(of, copy, Measurement::loadSeconds),
                ratio(of, amazon, Measurement::loadSeconds),
                ratio(of, postgres, Measurement::loadSeconds),
                median(of, Measurement::stagingSeconds),
                median(of, Measurement::allSeconds),
                ratio(of, copy, Measurement::allSeconds),
                ratio(of, amazon, Measurement::allSeconds),
                ratio(of, postgres, Measurement::allSeconds),
                median(of, Measurement::endSeconds),
                median(of, Measurement::startUpSeconds),
                median(of, Measurement::wallSeconds),
                median(of, Measurement::cpuSeconds)));
    table.print(spec.commandLine().getOut());
  }

  private static String median(List<Measurement> rounds, ToDoubleFunction<Measurement> seconds) {
    return orDash("%.1f", Medians.of(rounds, seconds));
  }

  private static String ratio(
      List<Measurement> rounds,
      List<Measurement> yardstick,
      ToDoubleFunction<Measurement> seconds) {
    return yardstick.isEmpty()
        ? "-"
        : orDash("%.2f", Medians.of(rounds, seconds) / Medians.of(yardstick, seconds));
  }

  private static String orDash(String format, double number) {
    return Double.isNaN(number) ? "-" : Medians.text(format, number);
  }
}
