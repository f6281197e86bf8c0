package dev.headrace.io.redshift.write;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.joda.time.Instant;

/** Spreads the rows of each table over as many shards. */
final class SpreadFn<T> extends DoFn<T, KV<String, ValueInSingleWindow<T>>> {
  private static final long serialVersionUID = 1L;

  private final Encoding<T> encoding;
  private final int shards;

  SpreadFn(Encoding<T> encoding, int shards) {
    this.encoding = encoding;
    this.shards = shards;
  }

  @ProcessElement
  public void process(
      @Element T element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      PaneInfo pane,
      OutputReceiver<KV<String, ValueInSingleWindow<T>>> output) {
    ValueInSingleWindow<T> row = ValueInSingleWindow.of(element, timestamp, window, pane);
    output.output(KV.of(encoding.shard(row, ThreadLocalRandom.current().nextInt(shards)), row));
  }
}
