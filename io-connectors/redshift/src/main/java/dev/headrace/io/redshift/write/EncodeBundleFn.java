package dev.headrace.io.redshift.write;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.RawUnionValue;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Encodes each bundle into files of its own, and leaves rows of more places than it has files open
 * for to be encoded by shard.
 */
final class EncodeBundleFn<T> extends DoFn<T, RawUnionValue> {
  private static final long serialVersionUID = 1L;

  /** Tags an {@link Encoded}. */
  static final int ENCODED = 0;

  /** Tags a row that is left, by its shard. */
  static final int LEFT = 1;

  private static final int SHARDS = 10;

  /** So many rows of a bundle stay together, so that a few rows do not become as many files. */
  private static final long ROWS_OF_A_SHARD = 10_000;

  private final Encoding<T> encoding;
  private transient @Nullable BundleEncoder<T> encoder;
  private transient BundleEncoder.@Nullable Output output;
  private transient long left;

  EncodeBundleFn(Encoding<T> encoding) {
    this.encoding = encoding;
  }

  @StartBundle
  public void start(PipelineOptions options) {
    left = ThreadLocalRandom.current().nextInt(SHARDS) * ROWS_OF_A_SHARD;
    encoder =
        new BundleEncoder<>(
            encoding,
            encoding.stores().open(options),
            (encoded, window) -> Objects.requireNonNull(output).take(encoded, window));
  }

  @ProcessElement
  public void process(
      @Element T element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      PaneInfo pane,
      ProcessContext context)
      throws IOException {
    output = (encoded, of) -> output(context, new RawUnionValue(ENCODED, encoded), of);
    ValueInSingleWindow<T> row = ValueInSingleWindow.of(element, timestamp, window, pane);
    if (!Objects.requireNonNull(encoder).add(row)) {
      int shard = (int) (left++ / ROWS_OF_A_SHARD % SHARDS);
      output(context, new RawUnionValue(LEFT, KV.of(encoding.shard(row, shard), row)), window);
    }
  }

  private void output(ProcessContext context, RawUnionValue value, BoundedWindow window) {
    context.outputWindowedValue(value, window.maxTimestamp(), List.of(window), PaneInfo.NO_FIRING);
  }

  @FinishBundle
  public void finish(FinishBundleContext context) throws IOException {
    output =
        (encoded, window) ->
            context.output(new RawUnionValue(ENCODED, encoded), window.maxTimestamp(), window);
    try (BundleEncoder<T> ended = Objects.requireNonNull(encoder)) {
      ended.finish();
    } finally {
      encoder = null;
    }
  }

  @Teardown
  public void close() throws IOException {
    if (encoder != null) {
      encoder.close();
    }
  }
}
