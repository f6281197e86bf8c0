package dev.headrace.io.glue;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The dataset of the tests, and how it changes. */
final class Tables {
  static final String LOCATION = "s3://bucket/readings/";

  private static final String DAY =
      "{\"name\": \"day\", \"type\": {\"type\": \"int\", \"logicalType\": \"date\"}}";
  private static final String CITY = "{\"name\": \"city\", \"type\": \"string\"}";

  /** A number and a text. */
  static final Schema FIRST =
      schema(
          "{\"name\": \"level\", \"type\": \"int\", \"doc\": \"Of the water\"}",
          "{\"name\": \"note\", \"type\": [\"null\", \"string\"]}");

  /** A wider number, and a truth value between what was there. */
  static final Schema SECOND =
      schema(
          "{\"name\": \"level\", \"type\": \"long\", \"doc\": \"Of the water\"}",
          "{\"name\": \"flood\", \"type\": [\"null\", \"boolean\"]}",
          "{\"name\": \"note\", \"type\": [\"null\", \"string\"]}");

  /** One more text. */
  static final Schema THIRD =
      schema(
          "{\"name\": \"level\", \"type\": \"long\", \"doc\": \"Of the water\"}",
          "{\"name\": \"flood\", \"type\": [\"null\", \"boolean\"]}",
          "{\"name\": \"note\", \"type\": [\"null\", \"string\"]}",
          "{\"name\": \"gauge\", \"type\": [\"null\", \"string\"]}");

  private Tables() {}

  /** A schema of these fields, and the day and the city. */
  static Schema schema(String... fields) {
    return new Schema.Parser()
        .parse(
            "{\"type\": \"record\", \"name\": \"Reading\", \"doc\": \"What a gauge\\n tells\","
                + " \"fields\": ["
                + String.join(", ", fields)
                + (fields.length > 0 ? ", " : "")
                + DAY
                + ", "
                + CITY
                + "]}");
  }

  /** A field of a type, as JSON. */
  static String field(String name, String type) {
    return "{\"name\": \"%s\", \"type\": %s}".formatted(name, type);
  }

  static GlueTable byDay(Schema schema) {
    return table(schema).partition("day").build();
  }

  static GlueTable byCity(Schema schema) {
    return table(schema).partition("city").build();
  }

  static GlueTable.Builder table(Schema schema) {
    return GlueTable.builder().name("lake", "readings").schema(schema).at(LOCATION);
  }

  /** A record of one date, for what is not about columns. */
  static Schema datesOnly() {
    return SchemaBuilder.record("Dates")
        .fields()
        .name("day")
        .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
        .noDefault()
        .endRecord();
  }
}
