package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class StreamingWriteTest extends RowsFixture {

  private static org.joda.time.Duration seconds(int seconds) {
    return org.joda.time.Duration.standardSeconds(seconds);
  }

  @Test
  void everyPaneIsOneLoadAndAllRowsAreLoadedAlsoLateOnes() throws Exception {
    TestStream<Row> stream =
        TestStream.create(RowCoder.of(SCHEMA))
            .addElements(place(1L, "a"), place(2L, "b"))
            .advanceProcessingTime(seconds(6))
            .addElements(place(3L, "c"))
            .advanceProcessingTime(seconds(6))
            .addElements(place(5L, "e"))
            .advanceWatermarkTo(Instant.ofEpochSecond(100))
            .advanceProcessingTime(seconds(6))
            .addElements(TimestampedValue.of(place(4L, "late"), Instant.ofEpochSecond(1)))
            .advanceProcessingTime(seconds(6))
            .advanceWatermarkToInfinity();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(stream)
        .setRowSchema(SCHEMA)
        .apply(writeRows().withTriggeringFrequency(Duration.ofSeconds(5)));

    pipeline.run().waitUntilFinish();

    assertThat(
        loaded(),
        is(
            List.of(
                List.of("1", "a"),
                List.of("2", "b"),
                List.of("3", "c"),
                List.of("4", "late"),
                List.of("5", "e"))));
    assertThat(
        rows("SELECT row_count, COUNT(*) FROM " + ledger + " GROUP BY 1 ORDER BY 1"),
        is(List.of(List.of("1", "3"), List.of("2", "1"))));
    assertThat(staged(), is(empty()));
  }
}
