package dev.headrace.benchmarks;

import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Fails the pipeline if there is anything: a benchmark of failures would tell nothing. */
final class FailOnAny {
  private FailOnAny() {}

  static <T> MapElements<T, String> of(SerializableFunction<T, String> message) {
    return MapElements.into(TypeDescriptors.strings())
        .via(
            element -> {
              throw new IllegalStateException(message.apply(element));
            });
  }
}
