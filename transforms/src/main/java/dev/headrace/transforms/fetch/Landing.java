package dev.headrace.transforms.fetch;

import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Instant;

/** Where responses land. Travels to the workers; opens one log for every shard of a run. */
public interface Landing extends Serializable {

  /**
   * Opens a shard's log.
   *
   * <p>Responses that an earlier attempt of the same run has landed stand in the log already: they
   * are handed to {@code found} one after the other, now or when another attempt turns out to have
   * written at the same time, and are not to be fetched again.
   *
   * @param shard number of the shard within the run, from 0
   * @param found receives every response that somebody else has landed in this shard
   */
  ShardLog open(int shard, PipelineOptions options, Consumer<RawResponse> found) throws IOException;

  /**
   * The responses of one shard: a log that only grows. What has been written is never written over,
   * so a manifest's sums stay true whatever a late attempt does. Not safe for many threads.
   */
  interface ShardLog extends AutoCloseable {

    /** Whether the answer to the request stands in the log, or has been appended to it. */
    boolean contains(String requestId);

    /** Appends a response, unless its request has an answer in the log already. */
    void append(RawResponse response) throws IOException;

    /** Writes what has been held back for too long, for the case that nothing more comes. */
    void landOld(Instant now) throws IOException;

    /**
     * Makes known how many requests this execution sends, as long as it announces no other number,
     * so that they are counted even if it is killed: to be called before they are sent. When it has
     * returned, the number stands. Safe to be called while another thread uses the log.
     */
    void announce(long requests) throws IOException;

    /**
     * Requests that all executions of the shard have announced by now; too few if some of them were
     * of an earlier version that announced nothing.
     */
    long announced() throws IOException;

    /**
     * Requests that earlier executions of the shard sent for it, without landing an answer; those
     * of executions that were killed are not among them.
     */
    int attemptsBefore(String requestId);

    /**
     * Remembers requests that were sent and have no answer in the log, for the case that the shard
     * is executed again. To be called after {@link #finish}, once.
     *
     * @param attempts how many were sent by this execution, by request id
     */
    void remember(Map<String, Integer> attempts) throws IOException;

    /** Writes what is still held back. The log takes nothing after it. */
    void finish() throws IOException;

    /** The receipts of all responses in the finished log. */
    List<Landed> landed();

    /** The objects that make up the finished log. */
    List<StoredObject> parts();

    /** Lets go of buffers and files; what has not been written by {@link #finish} is forgotten. */
    @Override
    void close() throws IOException;
  }
}
