package dev.headrace.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The middle one of the rounds. */
public final class Medians {
  private Medians() {}

  /** The median of a value; of an even number of rounds the mean of the two in the middle. */
  public static <M> double of(Collection<M> rounds, ToDoubleFunction<M> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median as text, in a format for one floating-point number. */
  public static <M> String text(String format, Collection<M> rounds, ToDoubleFunction<M> value) {
    return text(format, of(rounds, value));
  }

  /** A number as text, whatever the locale. */
  public static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
