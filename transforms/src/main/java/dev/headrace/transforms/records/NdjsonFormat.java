package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.fetch.Body;
import java.io.IOException;
import java.util.function.Consumer;

/** One JSON document a line. */
record NdjsonFormat() implements RecordFormat {

  @Override
  public void select(Body body, Origin origin, Consumer<RecordOutcome> out) throws IOException {
    long base = Math.max(origin.record(), 0);
    try (ByteLines lines = new ByteLines(body.open())) {
      while (lines.next()) {
        Origin place = origin.atRecord(base + lines.offset());
        if (lines.isTooLong()) {
          out.accept(tooLong(lines, place));
        } else if (!lines.isUtf8()) {
          out.accept(notUtf8(lines, place));
        } else if (!lines.isBlank()) {
          out.accept(SourceRecord.of(lines.line(), place));
        }
      }
    }
  }

  private static Rejection tooLong(ByteLines lines, Origin place) {
    return Rejection.of(
        Stage.PARSE,
        new BadRecordException(
            Reason.TOO_LARGE,
            "The line has %d bytes, and at most %d are allowed; the payload is its beginning"
                .formatted(lines.length(), ByteLines.MAX_LINE_BYTES)),
        lines.line(),
        place);
  }

  /** The parser would take overlong forms and halves of pairs, of which there are none in UTF-8. */
  private static Rejection notUtf8(ByteLines lines, Origin place) {
    return Rejection.of(
        Stage.PARSE,
        new BadRecordException(Reason.MALFORMED, "The line is not UTF-8"),
        lines.line(),
        place);
  }

  @Override
  public boolean isMadeOfLines() {
    return true;
  }
}
