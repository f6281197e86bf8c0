package dev.headrace.io.redshift.write;

import com.google.common.collect.ImmutableList;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;

/** Makes as many dead letters of an id as were counted, each with an id of its own. */
final class NumberEqualFn extends DoFn<KV<String, Iterable<KV<DeadLetter, Long>>>, DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final WindowNames windows;

  NumberEqualFn(WindowNames windows) {
    this.windows = windows;
  }

  @ProcessElement
  public void process(
      @Element KV<String, Iterable<KV<DeadLetter, Long>>> equal,
      BoundedWindow window,
      PaneInfo pane,
      OutputReceiver<DeadLetter> output) {
    long number = 0;
    for (KV<DeadLetter, Long> counted : sorted(equal.getValue())) {
      for (long i = 0; i < counted.getValue(); i++) {
        output.output(numbered(counted.getKey(), window, pane, number++));
      }
    }
  }

  /** Rows can be equal as JSON and be rejected over different things. */
  private static List<KV<DeadLetter, Long>> sorted(Iterable<KV<DeadLetter, Long>> counted) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(each -> each.getKey().detail()), counted);
  }

  private DeadLetter numbered(DeadLetter letter, BoundedWindow window, PaneInfo pane, long number) {
    String object = Objects.requireNonNull(letter.origin()).object();
    return DeadLetter.ofRecord(
        DeadLetter.Context.of(letter.runId(), letter.source(), letter.resource()),
        letter.stage(),
        letter.reason(),
        letter.detail(),
        letter.payload(),
        Origin.of(windows.id(object, window, pane), number, -1),
        letter.failedAt());
  }
}
