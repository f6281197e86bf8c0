package dev.headrace.io.redshift.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupRowsTest {
  private static final Schema TIMES =
      Schema.builder()
          .addField("local", BeamTypes.of(RedshiftType.parse("TIMESTAMP")))
          .addField("instant", BeamTypes.of(RedshiftType.parse("TIMESTAMPTZ")))
          .build();
  private static final int JULIAN_DAY_OF_1970 = 2_440_588;
  private static final long NANOS_OF_A_DAY = 86_400_000_000_000L;

  @TempDir Path directory;

  private List<Row> writtenAndRead(MessageType type, List<Group> groups) throws Exception {
    Path file = directory.resolve("times.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withConf(new Configuration(false))
            .build()) {
      for (Group group : groups) {
        writer.write(group);
      }
    }
    GroupRows rows = new GroupRows(TIMES);
    List<Row> read = new ArrayList<>();
    try (var reader = new ReadFileFn.Builder(new LocalInputFile(file)).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        read.add(rows.of(group));
      }
    }
    return read;
  }

  private static Row times(String local) {
    return Row.withSchema(TIMES)
        .addValues(LocalDateTime.parse(local), Instant.parse(local + "Z"))
        .build();
  }

  @Test
  void aTimeIsReadThatIsWrittenAsADayAndItsNanoseconds() throws Exception {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message times { optional int96 local; optional int96 instant; }");
    NanoTime last = new NanoTime(JULIAN_DAY_OF_1970 - 1, NANOS_OF_A_DAY - 1_000);
    NanoTime later = new NanoTime(JULIAN_DAY_OF_1970 + 19_813, 5_400_123_456_000L);

    assertThat(
        writtenAndRead(
            type,
            List.of(
                new SimpleGroup(type).append("local", last).append("instant", last),
                new SimpleGroup(type).append("local", later).append("instant", later),
                new SimpleGroup(type))),
        is(
            List.of(
                times("1969-12-31T23:59:59.999999"),
                times("2024-03-31T01:30:00.123456"),
                Row.nullRow(TIMES))));
  }

  @Test
  void aTimeIsReadThatIsWrittenInMicroseconds() throws Exception {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message times { required int64 local (TIMESTAMP(MICROS,true));"
                + " required int64 instant (TIMESTAMP(MICROS,true)); }");

    assertThat(
        writtenAndRead(
            type, List.of(new SimpleGroup(type).append("local", -1L).append("instant", -1L))),
        is(List.of(times("1969-12-31T23:59:59.999999"))));
  }
}
