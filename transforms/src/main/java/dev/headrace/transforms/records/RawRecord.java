package dev.headrace.transforms.records;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.Origin;

/** One record of a response, byte for byte as it stands there. */
@AutoValue
public abstract class RawRecord {

  /** How it travels between workers. */
  public static final ValueCoder<RawRecord> CODER =
      ValueCoder.of(
          RawRecord.class,
          (record, out) -> {
            out.bytes(record.payload());
            out.value(record.origin(), Origin.CODER);
          },
          in -> of(in.bytes(), in.value(Origin.CODER)));

  /** The record's bytes, cut out of the body. */
  @SuppressWarnings("mutable") // never changed; a copy for every reader would cost too much
  public abstract byte[] payload();

  /** Where the record lies in the raw bucket. */
  public abstract Origin origin();

  /** Joins the two. */
  public static RawRecord of(byte[] payload, Origin origin) {
    return new AutoValue_RawRecord(payload, origin);
  }
}
