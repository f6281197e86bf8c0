package dev.headrace.transforms.quality;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.SourceRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;

/** Records of a schema with a field of every type that rules are about. */
final class Things {
  static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Thing", "fields": [
                {"name": "text", "type": ["null", "string"]},
                {"name": "int", "type": ["null", "int"]},
                {"name": "long", "type": ["null", "long"]},
                {"name": "float", "type": ["null", "float"]},
                {"name": "double", "type": ["null", "double"]},
                {"name": "decimal", "type": ["null",
                  {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}]},
                {"name": "date", "type": ["null", {"type": "int", "logicalType": "date"}]},
                {"name": "micros", "type": ["null",
                  {"type": "long", "logicalType": "timestamp-micros"}]},
                {"name": "millis", "type": ["null",
                  {"type": "long", "logicalType": "timestamp-millis"}]},
                {"name": "list", "type": ["null", {"type": "array", "items": "string"}]}
              ]}
              """);

  private Things() {}

  /** A thing with one value, in the form that conforming gives it. */
  static GenericRecord with(String field, Object value) {
    GenericRecord thing = new GenericData.Record(SCHEMA);
    thing.put(field, stored(field, value));
    return thing;
  }

  private static Object stored(String field, Object value) {
    if (value instanceof String text) {
      return new Utf8(text);
    }
    if (value instanceof BigDecimal decimal) {
      return ByteBuffer.wrap(decimal.setScale(2).unscaledValue().toByteArray());
    }
    if (value instanceof LocalDate date) {
      return (int) date.toEpochDay();
    }
    if (value instanceof Instant time) {
      ChronoUnit unit = field.equals("micros") ? ChronoUnit.MICROS : ChronoUnit.MILLIS;
      return unit.between(Instant.EPOCH, time);
    }
    return value;
  }

  static SourceRecord record(GenericRecord values, long index) {
    return SourceRecord.of(("payload " + index).getBytes(UTF_8), Origin.of("raw/part", 0, index))
        .withValues(values);
  }
}
