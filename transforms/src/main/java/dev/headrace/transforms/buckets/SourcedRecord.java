package dev.headrace.transforms.buckets;

import com.google.common.primitives.Ints;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Reason;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A packed record together with what it came as, for where it is refused if it has to give way.
 *
 * <p>Layout: kind, length of the packed record (4 bytes), the packed record, origin and payload.
 */
final class SourcedRecord {
  static final int HEADER_BYTES = 1 + 4;
  private static final Comparator<Origin> BY_PLACE =
      Comparator.comparing(Origin::object)
          .thenComparing(Origin::line)
          .thenComparing(Origin::record);

  private final PackedRecord record;
  private final byte[] source;

  private SourcedRecord(PackedRecord record, byte[] source) {
    this.record = record;
    this.source = source;
  }

  static byte[] pack(byte[] packed, SourceRecord record) throws IOException {
    int size = HEADER_BYTES + packed.length + record.payload().length + 100;
    ByteArrayOutputStream out = new ByteArrayOutputStream(size);
    out.write(Packing.SOURCED);
    out.writeBytes(Ints.toByteArray(packed.length));
    out.writeBytes(packed);
    Origin.CODER.encode(record.origin(), out);
    out.writeBytes(record.payload());
    return out.toByteArray();
  }

  static SourcedRecord unpack(byte[] bytes) {
    int source = HEADER_BYTES + PackedRecord.number(bytes, 1);
    return new SourcedRecord(
        new PackedRecord(bytes, HEADER_BYTES, source),
        Arrays.copyOfRange(bytes, source, bytes.length));
  }

  PackedRecord record() {
    return record;
  }

  /** Of two equal records the place they came from decides, and not which of them comes first. */
  boolean isLaterThan(SourcedRecord other) throws IOException {
    return record.isLaterThan(other.record)
        || (!other.record.isLaterThan(record)
            && BY_PLACE.compare(origin(source()), origin(other.source())) > 0);
  }

  Rejection toRejection(List<String> keys) throws IOException {
    ByteArrayInputStream in = source();
    Origin origin = origin(in);
    String detail = "A later record of the same " + String.join(", ", keys) + " is kept";
    return Rejection.of(
        Stage.QUALITY, new BadRecordException(Reason.DUPLICATE, detail), in.readAllBytes(), origin);
  }

  private ByteArrayInputStream source() {
    return new ByteArrayInputStream(source);
  }

  /** Leaves the payload to be read. */
  private static Origin origin(ByteArrayInputStream source) throws IOException {
    return Origin.CODER.decode(source);
  }
}
