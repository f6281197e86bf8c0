package dev.headrace.io.redshift.write;

import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.ValueInSingleWindow;

/** Encodes each shard into files of its own, so that there are as many as there are slices. */
final class EncodeShardFn<T> extends DoFn<KV<Integer, Iterable<TimestampedValue<T>>>, Encoded> {
  private static final long serialVersionUID = 1L;

  private final Encoding<T> encoding;

  EncodeShardFn(Encoding<T> encoding) {
    this.encoding = encoding;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<TimestampedValue<T>>> shard,
      BoundedWindow window,
      PaneInfo pane,
      OutputReceiver<Encoded> output,
      PipelineOptions options)
      throws IOException {
    try (BundleEncoder<T> encoder =
        new BundleEncoder<>(
            encoding, encoding.stores().open(options), (encoded, of) -> output.output(encoded))) {
      for (TimestampedValue<T> element : shard.getValue()) {
        encoder.add(
            ValueInSingleWindow.of(element.getValue(), element.getTimestamp(), window, pane));
      }
      encoder.finish();
    }
  }
}
