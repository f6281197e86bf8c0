package dev.headrace.io.redshift.write;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.ValueInSingleWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Encodes each bundle into files of its own. */
final class EncodeBundleFn<T> extends DoFn<T, Encoded> {
  private static final long serialVersionUID = 1L;

  private final Encoding<T> encoding;
  private transient @Nullable BundleEncoder<T> encoder;
  private transient BundleEncoder.@Nullable Output output;

  EncodeBundleFn(Encoding<T> encoding) {
    this.encoding = encoding;
  }

  @StartBundle
  public void start(PipelineOptions options) {
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
    // A file that is ended early can be of another window than the element's.
    output =
        (encoded, of) ->
            context.outputWindowedValue(
                encoded, of.maxTimestamp(), List.of(of), PaneInfo.NO_FIRING);
    Objects.requireNonNull(encoder).add(ValueInSingleWindow.of(element, timestamp, window, pane));
  }

  @FinishBundle
  public void finish(FinishBundleContext context) throws IOException {
    output = (encoded, window) -> context.output(encoded, window.maxTimestamp(), window);
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
