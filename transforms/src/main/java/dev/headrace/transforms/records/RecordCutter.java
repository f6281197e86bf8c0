package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts the records out of a document that is good as a whole or not at all.
 *
 * <p>A document of up to 8 MiB is read once, and its records are held until its end has been seen.
 * A larger one is read twice: the first time only to see that it is whole, and the second time its
 * records are put out one by one.
 */
@FunctionalInterface
interface RecordCutter {

  /**
   * Cuts the records out of a stream, and leaves it open.
   *
   * @throws BadRecordException if the stream is not a whole document of the format
   */
  void cut(InputStream document, Consumer<Slice> records) throws IOException, BadRecordException;

  /** Makes a record of its bytes. */
  @FunctionalInterface
  interface Maker {
    SourceRecord of(byte[] payload, Origin place) throws BadRecordException;
  }

  /** Puts out the records of a body, each at its index; one that is too long as a rejection. */
  default void select(Body body, Origin origin, Maker maker, Consumer<RecordOutcome> out)
      throws IOException, BadRecordException {
    Numbered numbered = new Numbered(origin, maker, out);
    try (InputStream first = body.open()) {
      if (body.length() <= SelectRecords.MAX_WHOLE_BYTES) {
        List<Slice> slices = new ArrayList<>();
        cut(first, slices::add);
        slices.forEach(numbered);
        return;
      }
      cut(first, slice -> {});
    }
    try (InputStream again = body.open()) {
      cut(again, numbered);
    } catch (BadRecordException e) {
      throw new IOException("A body is not the same when it is read again: " + e.detail(), e);
    }
  }

  /** Gives the records their numbers. */
  final class Numbered implements Consumer<Slice> {
    private final Origin origin;
    private final Maker maker;
    private final Consumer<RecordOutcome> out;
    private long index;

    Numbered(Origin origin, Maker maker, Consumer<RecordOutcome> out) {
      this.origin = origin;
      this.maker = maker;
      this.out = out;
    }

    @Override
    public void accept(Slice slice) {
      out.accept(outcome(slice, origin.atRecord(index++), maker));
    }
  }

  /** The record that a slice is, or its rejection. */
  static RecordOutcome outcome(Slice slice, Origin place, Maker maker) {
    try {
      requireNotTooLong(slice);
      return maker.of(slice.bytes(), place);
    } catch (BadRecordException e) {
      return Rejection.of(Stage.PARSE, e, slice.bytes(), place);
    }
  }

  private static void requireNotTooLong(Slice slice) throws BadRecordException {
    if (slice.isTooLong()) {
      throw new BadRecordException(
          Reason.TOO_LARGE,
          "The record has %d bytes, and at most %d are allowed; the payload is its beginning"
              .formatted(slice.length(), Slice.MAX_BYTES));
    }
  }
}
