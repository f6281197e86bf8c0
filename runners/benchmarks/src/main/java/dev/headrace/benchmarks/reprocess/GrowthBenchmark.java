package dev.headrace.benchmarks.reprocess;

import dev.headrace.benchmarks.FlightSettings;
import dev.headrace.benchmarks.Medians;
import dev.headrace.benchmarks.Rounds;
import dev.headrace.pipelines.cli.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what reprocessing costs as its input grows and its memory does not. */
@Command(
    name = "growth",
    description = {
      "Lets Headrace turn inputs of several sizes into Parquet, each in a JVM of its own with the"
          + " same heap, and prints the medians of all rounds.",
      "COLD has a JVM do nothing else, from its start to its end. WARM has it turn the flights"
          + " into Parquet before, which is not measured: what is left is the work alone, without"
          + " the start and without the compiler.",
      "What is written is compared after every turn; a difference ends the benchmark."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GrowthBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private FlightSettings settings = new FlightSettings("1500m");

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "Flights to take. Default: ${DEFAULT-VALUE}.")
  private int rows = 3_000_000;

  @Option(
      names = "--scales",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4",
      description =
          "Takes them so many times, with other keys; the one that the others are compared with"
              + " first. Default: ${DEFAULT-VALUE}.")
  private List<Integer> scales = List.of();

  @Option(
      names = "--starts",
      paramLabel = "START",
      split = ",",
      defaultValue = "COLD,WARM",
      description = "In which JVMs: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private List<Start> starts = List.of();

  @Option(
      names = "--warm-ups",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many times a warm JVM has turned the flights into Parquet before."
              + " Default: ${DEFAULT-VALUE}.")
  private int warmUps = 2;

  /** What a JVM has done before. */
  enum Start {
    /** Nothing. */
    COLD,
    /** The same with the flights, taken once. */
    WARM;

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An input, and how many lines it has. */
  private record Size(int scale, Input input, long lines) {
    double perMillionLines(List<Measurement> all) {
      return Medians.of(all, Measurement::cpuSeconds) / millionLines();
    }

    double millionLines() {
      return lines / 1e6;
    }
  }

  /** What is measured. */
  private record Turn(Start start, Size size) {
    String title() {
      return "%s, scale %d".formatted(start.title(), size.scale());
    }
  }

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new GrowthBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Rounds.requireAtLeastOne(spec, "--rows", rows);
    Rounds.requireAtLeastOne(spec, "--warm-ups", warmUps);
    for (int scale : scales) {
      Rounds.requireAtLeastOne(spec, "--scales", scale);
    }
    settings.check();
    Input once = input(1);
    print(
        Rounds.interleaved(
            settings.rounds(),
            turns(),
            Turn::title,
            turn -> measure(turn, once),
            spec.commandLine().getErr()));
    return ExitCode.OK;
  }

  private Input input(int scale) throws IOException {
    return Input.of(
        new Input.Parameters(settings.flights(), rows, scale, settings.seed()), settings.data());
  }

  private List<Turn> turns() throws IOException {
    List<Size> sizes = new ArrayList<>();
    for (int scale : scales) {
      Input input = input(scale);
      sizes.add(new Size(scale, input, input.lines()));
    }
    return starts.stream()
        .flatMap(start -> sizes.stream().map(size -> new Turn(start, size)))
        .toList();
  }

  private Measurement measure(Turn turn, Input once) throws IOException, InterruptedException {
    Input input = turn.size().input();
    return turn.start() == Start.COLD
        ? new Round(input, settings.heap(), settings.data()).measure(Contestant.HEADRACE)
        : new WarmRound(once, warmUps, input, settings.heap(), settings.data()).measure();
  }

  private void print(Map<Turn, List<Measurement>> measured) throws IOException {
    TextTable table =
        new TextTable(
            "JVM",
            "scale",
            "million lines",
            "input MB",
            "wall s",
            "CPU s",
            "peak RSS GiB",
            "CPU s per million lines",
            "to scale " + scales.get(0));
    Map<Start, Double> first = new EnumMap<>(Start.class);
    for (Map.Entry<Turn, List<Measurement>> entry : measured.entrySet()) {
      Turn turn = entry.getKey();
      List<Measurement> all = entry.getValue();
      double perMillion = turn.size().perMillionLines(all);
      first.putIfAbsent(turn.start(), perMillion);
      table.row(
          turn.start().title(),
          turn.size().scale(),
          Medians.text("%.2f", turn.size().millionLines()),
          turn.size().input().bytes() / 1_000_000,
          Medians.text("%.1f", all, Measurement::wallSeconds),
          Medians.text("%.1f", all, Measurement::cpuSeconds),
          Medians.text("%.2f", all, Measurement::peakGib),
          Medians.text("%.2f", perMillion),
          Medians.text("%.2f", perMillion / first.getOrDefault(turn.start(), perMillion)));
    }
    table.print(spec.commandLine().getOut());
  }
}
