package dev.headrace.transforms.records;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headrace.transforms.failures.Origin;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.jspecify.annotations.Nullable;

/**
 * How records travel between workers where a runner has them do so between two steps. The one
 * shuffle that a dataset needs has a form of its own, see {@link KeepLatest}.
 */
public final class RecordOutcomeCoder extends CustomCoder<RecordOutcome> {
  private static final long serialVersionUID = 1L;
  private static final Coder<byte @Nullable []> DOCUMENT = NullableCoder.of(ByteArrayCoder.of());
  private static final int RECORD = 0;
  private static final int REJECTION = 1;
  private static final int TALLY = 2;

  private final @Nullable AvroCoder<GenericRecord> values;

  private RecordOutcomeCoder(@Nullable AvroCoder<GenericRecord> values) {
    this.values = values;
  }

  /** For records that have not been conformed. */
  public static RecordOutcomeCoder raw() {
    return new RecordOutcomeCoder(null);
  }

  /** For records of a schema. */
  public static RecordOutcomeCoder of(Schema schema) {
    return new RecordOutcomeCoder(AvroCoder.of(schema));
  }

  /** The schema of the records; null if they have not been conformed. */
  public @Nullable Schema schema() {
    return values == null ? null : values.getSchema();
  }

  @Override
  public void encode(RecordOutcome outcome, OutputStream out) throws IOException {
    if (outcome instanceof Rejection rejection) {
      out.write(REJECTION);
      Rejection.CODER.encode(rejection, out);
    } else if (outcome instanceof Tally tally) {
      out.write(TALLY);
      Tally.CODER.encode(tally, out);
    } else {
      out.write(RECORD);
      encodeRecord((SourceRecord) outcome, out);
    }
  }

  private void encodeRecord(SourceRecord record, OutputStream out) throws IOException {
    Origin.CODER.encode(record.origin(), out);
    ByteArrayCoder.of().encode(record.payload(), out);
    JsonNode document = record.document();
    DOCUMENT.encode(document == null ? null : Trees.toBytes(document), out);
    if (values != null) {
      values.encode(record.conformed(), out);
    }
  }

  @Override
  public RecordOutcome decode(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case RECORD -> decodeRecord(in);
      case REJECTION -> Rejection.CODER.decode(in);
      case TALLY -> Tally.CODER.decode(in);
      default -> throw new EOFException("No record, rejection or tally starts with " + kind);
    };
  }

  private SourceRecord decodeRecord(InputStream in) throws IOException {
    Origin origin = Origin.CODER.decode(in);
    byte[] payload = ByteArrayCoder.of().decode(in);
    byte[] document = DOCUMENT.decode(in);
    return SourceRecord.create(
        origin,
        payload,
        document == null ? null : Trees.decode(document),
        values == null ? null : values.decode(in));
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "The fields of a document have no order");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordOutcomeCoder coder && Objects.equals(values, coder.values);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(values);
  }
}
