package dev.headrace.transforms.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The answers of an earlier run, which an API that gives them an {@code ETag} or a {@code
 * Last-Modified} need not send again while they are the same. Travels to the workers.
 */
public interface EarlierRun extends Serializable {

  /** Opens what a shard of the earlier run landed; nothing if it had no such shard. */
  Answers open(int shard, PipelineOptions options) throws IOException;

  /** The answers of one shard. Not safe for many threads, but for the bodies of what it found. */
  interface Answers extends Closeable {

    /**
     * The answer to the request, if it can be asked whether it is still the same; its body can be
     * read until this is closed.
     */
    Optional<RawResponse> find(String requestId) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** No earlier run. */
  static EarlierRun none() {
    return (shard, options) ->
        new Answers() {
          @Override
          public Optional<RawResponse> find(String requestId) {
            return Optional.empty();
          }

          @Override
          public void close() {}
        };
  }
}
