package dev.headrace.benchmarks.load;

import com.google.common.base.Splitter;
import dev.headrace.runners.spark.SparkSetup;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;

/** The flights as rows of Beam, for all who use it. */
final class FlightRows {
  static final Schema SCHEMA =
      Schema.builder()
          .addInt64Field("id")
          .addDateTimeField("date")
          .addInt32Field("delay")
          .addInt32Field("distance")
          .addStringField("origin")
          .addStringField("destination")
          .build();
  private static final Splitter COMMA = Splitter.on(',');

  private FlightRows() {}

  /** Settings of the SparkRunner with two threads. */
  static PipelineOptions options() {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--sparkMaster=local[" + Task.PARALLELISM + "]").create();
    options.setRunner(SparkRunner.class);
    new SparkSetup().prepare(options);
    return options;
  }

  static PCollection<Row> read(Pipeline pipeline, Task task) {
    return pipeline
        .apply("ReadLines", TextIO.read().from(task.csv().toString()))
        .apply("ParseFlights", MapElements.into(TypeDescriptors.rows()).via(FlightRows::parse))
        .setRowSchema(SCHEMA);
  }

  static Row parse(String line) {
    Phase.WRITE.begin();
    List<String> fields = COMMA.splitToList(line);
    LocalDateTime date = LocalDateTime.parse(fields.get(1));
    return Row.withSchema(SCHEMA)
        .attachValues(
            Long.valueOf(fields.get(0)),
            Instant.ofEpochSecond(date.toEpochSecond(ZoneOffset.UTC)),
            Integer.valueOf(fields.get(2)),
            Integer.valueOf(fields.get(3)),
            fields.get(4),
            fields.get(5));
  }
}
