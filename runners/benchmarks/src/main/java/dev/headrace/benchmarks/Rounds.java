package dev.headrace.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Lets everyone have a turn in every round, so that what disturbs the machine disturbs all. */
public final class Rounds {
  private Rounds() {}

  /**
   * One contestant's turn.
   *
   * @param <C> the contestant
   * @param <M> what is measured
   */
  @FunctionalInterface
  public interface Turn<C, M> {
    /** Lets it run once. */
    M measure(C contestant) throws IOException, InterruptedException;
  }

  /**
   * Measures all contestants in all rounds.
   *
   * @param title of a contestant, for the progress that goes to {@code progress}
   */
  public static <C, M> Map<C, List<M>> interleaved(
      int rounds,
      List<C> contestants,
      Function<C, String> title,
      Turn<C, M> turn,
      PrintWriter progress)
      throws IOException, InterruptedException {
    Map<C, List<M>> measured = new LinkedHashMap<>();
    contestants.forEach(contestant -> measured.put(contestant, new ArrayList<>()));
    for (int r = 1; r <= rounds; r++) {
      for (Map.Entry<C, List<M>> entry : measured.entrySet()) {
        progress.printf("round %d of %d: %s%n", r, rounds, title.apply(entry.getKey()));
        progress.flush();
        entry.getValue().add(turn.measure(entry.getKey()));
      }
    }
    return measured;
  }

  /** Refuses a number below 1. */
  public static void requireAtLeastOne(CommandSpec spec, String option, int value) {
    if (value < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " must be at least 1, but was " + value);
    }
  }
}
