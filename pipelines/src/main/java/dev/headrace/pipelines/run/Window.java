package dev.headrace.pipelines.run;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A span of time to fetch, its start included and its end not. */
public record Window(Instant start, Instant end) {

  /**
   * Cuts a span into windows of one length; the last may be shorter.
   *
   * @throws IllegalArgumentException if the span or the length is not more than nothing
   */
  public static List<Window> split(Instant start, Instant end, Duration step) {
    checkArgument(
        start.isBefore(end), "start must be before end, but %s is not before %s", start, end);
    checkArgument(
        !step.isNegative() && !step.isZero(), "step must be more than 0, but was %s", step);
    List<Window> windows = new ArrayList<>();
    for (Instant from = start; from.isBefore(end); ) {
      Instant to = from.plus(step).isBefore(end) ? from.plus(step) : end;
      windows.add(new Window(from, to));
      from = to;
    }
    return windows;
  }

  /** How requests and dead letters name it. */
  public Map<String, String> context() {
    return Map.of("window.start", start.toString(), "window.end", end.toString());
  }
}
