package dev.headrace.io.redshift.write;

import java.time.Duration;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.jspecify.annotations.Nullable;

/** How values come in panes. No pane repeats another's, so that nothing is loaded twice. */
final class Panes {
  private Panes() {}

  /**
   * As the loads are to come, whatever the values' own triggers.
   *
   * @param frequency null if a window comes when it is complete
   */
  static <V> PCollection<V> every(
      @Nullable Duration frequency, PCollection<V> values, String name) {
    return triggered(values, trigger(frequency), values.getWindowingStrategy(), name);
  }

  /** Those of bounded input when all are there, others as soon as they come. */
  static <V> PCollection<V> soon(PCollection<V> values, String name) {
    Trigger trigger =
        WriteGraph.isBounded(values)
            ? DefaultTrigger.of()
            : Repeatedly.forever(AfterPane.elementCountAtLeast(1));
    return triggered(values, trigger, values.getWindowingStrategy(), name);
  }

  /** As the other values come, so that both can be flattened. */
  static <V> PCollection<V> like(PCollection<?> other, PCollection<V> values, String name) {
    WindowingStrategy<?, ?> strategy = other.getWindowingStrategy();
    return triggered(values, strategy.getTrigger(), strategy, name);
  }

  private static <V> PCollection<V> triggered(
      PCollection<V> values, Trigger trigger, WindowingStrategy<?, ?> lateness, String name) {
    return values.apply(
        name,
        Window.<V>configure()
            .triggering(trigger)
            .withAllowedLateness(lateness.getAllowedLateness())
            .discardingFiredPanes());
  }

  private static Trigger trigger(@Nullable Duration frequency) {
    if (frequency == null) {
      return DefaultTrigger.of();
    }
    return Repeatedly.forever(
        AfterProcessingTime.pastFirstElementInPane()
            .plusDelayOf(org.joda.time.Duration.millis(frequency.toMillis())));
  }
}
