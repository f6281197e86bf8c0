package dev.headrace.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The settings of every benchmark that works on flights. */
public final class FlightSettings {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--flights",
      paramLabel = "FILE",
      required = true,
      description = "flights-3m.parquet of the npm package vega-datasets 3.2.1.")
  private Path flights = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      required = true,
      description = "Where inputs are kept, and outputs lie for a while.")
  private Path data = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "For what is left to chance. Default: ${DEFAULT-VALUE}.")
  private int seed = 1;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Heap of every contestant, such as 1500m. Default: ${DEFAULT-VALUE}.")
  private String heap;

  @Option(
      names = "--rounds",
      paramLabel = "K",
      defaultValue = "3",
      description = "Rounds; in each, everyone has a turn. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  /** With a heap of 4 GiB, unless it is given. */
  public FlightSettings() {
    this("4g");
  }

  /** With another heap, unless it is given. */
  public FlightSettings(String heap) {
    this.heap = heap;
  }

  /** Refuses what makes no sense. */
  public void check() {
    Rounds.requireAtLeastOne(spec, "--rounds", rounds);
    if (!Files.isReadable(flights)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--flights must be a file that can be read, but was " + flights);
    }
  }

  /** The Parquet file with the flights. */
  public Path flights() {
    return flights;
  }

  /** Where inputs are kept, and outputs lie for a while. */
  public Path data() {
    return data;
  }

  /** For what is left to chance. */
  public int seed() {
    return seed;
  }

  /** The heap of a contestant, as {@code -Xmx} has it. */
  public String heap() {
    return heap;
  }

  /** How many rounds there are. */
  public int rounds() {
    return rounds;
  }
}
