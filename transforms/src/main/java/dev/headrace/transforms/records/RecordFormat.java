package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/** How a response's body holds its records. Its settings are checked where it is made. */
public interface RecordFormat extends Serializable {

  /**
   * The elements of one array of a JSON document.
   *
   * @param pointer JSON Pointer (RFC 6901) of the array, such as {@code /features}; empty for a
   *     body that is an array itself
   * @throws IllegalArgumentException if the pointer is not one
   */
  static RecordFormat json(String pointer) {
    return JsonFormat.at(pointer);
  }

  /**
   * One JSON document a line; empty lines do not count. A line is told by the offset of its first
   * byte, and a large body is read in pieces, in parallel.
   */
  static RecordFormat ndjson() {
    return new NdjsonFormat();
  }

  /**
   * Puts out the records of a body in their order.
   *
   * @param origin where the body lies; of a piece of a body, its {@link Origin#record()} is the
   *     offset of the piece's first byte
   * @throws BadRecordException if there is no telling the records, and none has been put out
   */
  void select(Body body, Origin origin, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException;

  /** Whether a body can be cut behind any line end, and its pieces be read one by one. */
  default boolean isMadeOfLines() {
    return false;
  }
}
