package dev.headrace.io.http;

import dev.headrace.transforms.fetch.FetchOutcome;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes one kind of outcome. A step for each kind, and not one with many outputs: of that, Spark
 * would keep all, and fail on those that nobody asks for.
 */
final class PickFn<T> extends DoFn<FetchOutcome, T> {
  private static final long serialVersionUID = 1L;
  private final SerializableFunction<FetchOutcome, @Nullable T> kind;

  PickFn(SerializableFunction<FetchOutcome, @Nullable T> kind) {
    this.kind = kind;
  }

  @ProcessElement
  public void process(@Element FetchOutcome outcome, OutputReceiver<T> out) {
    @Nullable T value = kind.apply(outcome);
    if (value != null) {
      out.output(value);
    }
  }
}
