package dev.headrace.io.lake.read;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import org.apache.avro.Schema;

/** The dataset's schema as it was, and what it has become. */
final class Schemas {
  /** Of the first runs. */
  static final Schema OLD =
      parse(
          """
          {"name": "id", "type": "string"},
          {"name": "day", "type": {"type": "int", "logicalType": "date"}},
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
          {"name": "felt", "type": ["null", "int"]},
          {"name": "gap", "type": ["null", "float"]},
          {"name": "price", "type": ["null",
              {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}]},
          {"name": "counts", "type": {"type": "array", "items": "int"}}
          """);

  /** Wider, and with a column more. */
  static final Schema NEW =
      parse(
          """
          {"name": "id", "type": "string"},
          {"name": "place", "type": ["null", "string"]},
          {"name": "day", "type": {"type": "int", "logicalType": "date"}},
          {"name": "time", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
          {"name": "felt", "type": ["null", "long"]},
          {"name": "gap", "type": ["null", "double"]},
          {"name": "price", "type": ["null",
              {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}]},
          {"name": "counts", "type": {"type": "array", "items": ["null", "long"]}}
          """);

  private Schemas() {}

  static Schema parse(String fields) {
    return new Schema.Parser()
        .parse("{\"type\": \"record\", \"name\": \"Quake\", \"fields\": [" + fields + "]}");
  }

  static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  static ByteBuffer decimal(String number) {
    return ByteBuffer.wrap(new BigDecimal(number).unscaledValue().toByteArray());
  }
}
