package dev.headrace.transforms.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Origin;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A record: what came, where from, and what it has become so far. */
@AutoValue
public abstract non-sealed class SourceRecord implements RecordOutcome {

  /** Where it lies in the raw bucket. */
  public abstract Origin origin();

  /** The record's bytes as they came, cut out of the body. */
  @SuppressWarnings("mutable") // never changed; a copy for every reader would cost too much
  public abstract byte[] payload();

  /**
   * The record as JSON, where it came as something else or was given another shape; null if the
   * payload is JSON and stands as it came.
   */
  public abstract @Nullable JsonNode document();

  /** The record in its contract's schema; null before it was conformed. */
  public abstract @Nullable GenericRecord values();

  /** A record of JSON. */
  public static SourceRecord of(byte[] payload, Origin origin) {
    return create(origin, payload, null, null);
  }

  /** A record of another format, and the JSON it stands for. */
  public static SourceRecord of(byte[] payload, Origin origin, JsonNode document) {
    return create(origin, payload, document, null);
  }

  static SourceRecord create(
      Origin origin, byte[] payload, @Nullable JsonNode document, @Nullable GenericRecord values) {
    return new AutoValue_SourceRecord(origin, payload, document, values);
  }

  /**
   * The record as JSON, whatever it came as: its {@link #document()}, or what its payload holds.
   *
   * @throws BadRecordException if the payload is not JSON, or has a field more than once
   */
  public JsonNode tree() throws BadRecordException {
    JsonNode document = document();
    return document == null ? Trees.of(payload()) : document;
  }

  /** The same record in another shape. */
  public SourceRecord withDocument(JsonNode document) {
    return create(origin(), payload(), document, values());
  }

  /** The same record with what it holds. */
  public SourceRecord withValues(GenericRecord values) {
    return create(origin(), payload(), document(), values);
  }

  /**
   * The record in its contract's schema.
   *
   * @throws IllegalStateException if it has not been conformed
   */
  public GenericRecord conformed() {
    GenericRecord values = values();
    if (values == null) {
      throw new IllegalStateException(
          "The record at " + origin() + " was not conformed: Conform has to come before");
    }
    return values;
  }
}
