package dev.headrace.io.redshift.write;

import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.ValueInSingleWindow;

/** Encodes each shard of a table into files of its own. */
final class EncodeShardFn<T> extends DoFn<KV<String, Iterable<ValueInSingleWindow<T>>>, Encoded> {
  private static final long serialVersionUID = 1L;

  private final Encoding<T> encoding;

  EncodeShardFn(Encoding<T> encoding) {
    this.encoding = encoding;
  }

  @ProcessElement
  public void process(
      @Element KV<String, Iterable<ValueInSingleWindow<T>>> shard,
      OutputReceiver<Encoded> output,
      PipelineOptions options)
      throws IOException {
    try (BundleEncoder<T> encoder =
        new BundleEncoder<>(
            encoding, encoding.stores().open(options), (encoded, of) -> output.output(encoded))) {
      for (ValueInSingleWindow<T> row : shard.getValue()) {
        // Only a function that names another table each time it is asked fills an encoder here.
        if (!encoder.add(row)) {
          encoder.finish();
          encoder.add(row);
        }
      }
      encoder.finish();
    }
  }
}
