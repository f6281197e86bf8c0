package dev.headrace.benchmarks.reprocess;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/** Flights in Parquet, without anything between; the month is in the path. */
@SuppressWarnings("deprecation") // the methods that have to be implemented are
final class FlightWriteSupport extends WriteSupport<Flight> {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message flight {
            required binary flight_key (STRING);
            required int64 date (TIMESTAMP(MICROS, true));
            required int32 delay;
            required int32 distance;
            required binary origin (STRING);
            required binary destination (STRING);
            required int64 updated_at (TIMESTAMP(MICROS, true));
          }
          """);

  private @Nullable RecordConsumer consumer;

  static ParquetWriter<Flight> open(Path file) throws IOException {
    return new Builder(new LocalOutputFile(file))
        // Without Hadoop's default settings, which would be parsed from XML for every file.
        .withConf(new Configuration(false))
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        .build();
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(SCHEMA, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Flight flight) {
    RecordConsumer out = consumer;
    if (out == null) {
      throw new IllegalStateException("prepareForWrite has to come first");
    }
    out.startMessage();
    text(out, 0, flight.flightKey);
    time(out, 1, flight.date);
    number(out, 2, flight.delay);
    number(out, 3, flight.distance);
    text(out, 4, flight.origin);
    text(out, 5, flight.destination);
    time(out, 6, flight.updatedAt);
    out.endMessage();
  }

  private static void text(RecordConsumer out, int field, String value) {
    String name = SCHEMA.getFieldName(field);
    out.startField(name, field);
    out.addBinary(Binary.fromString(value));
    out.endField(name, field);
  }

  private static void time(RecordConsumer out, int field, long micros) {
    String name = SCHEMA.getFieldName(field);
    out.startField(name, field);
    out.addLong(micros);
    out.endField(name, field);
  }

  private static void number(RecordConsumer out, int field, int value) {
    String name = SCHEMA.getFieldName(field);
    out.startField(name, field);
    out.addInteger(value);
    out.endField(name, field);
  }

  private static final class Builder extends ParquetWriter.Builder<Flight, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Flight> getWriteSupport(Configuration configuration) {
      return new FlightWriteSupport();
    }
  }
}
