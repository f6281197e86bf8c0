package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class StreamingWriteTest extends RowsFixture {

  @BeforeEach
  void emptyStaging() {
    for (String key : staged()) {
      s3().client().deleteObject(r -> r.bucket(BUCKET).key(key));
    }
  }

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

  private static TimestampedValue<Row> at(int second, Row row) {
    return TimestampedValue.of(row, Instant.ofEpochSecond(second));
  }

  @Test
  void windowsAreLoadedPaneByPaneWithLateRowsThatAreAllowedAndCleanUpSparesOtherPanes()
      throws Exception {
    String ofAnotherPane =
        Encoding.folder(STAGING, "1", name, "0|10000").substring(("s3://" + BUCKET + "/").length())
            + "another.parquet";
    s3().client().putObject(r -> r.bucket(BUCKET).key(ofAnotherPane), RequestBody.fromString("x"));
    TestStream<Row> stream =
        TestStream.create(RowCoder.of(SCHEMA))
            .addElements(at(1, place(1L, "a")), at(12, place(2L, "b")))
            .advanceProcessingTime(seconds(6))
            .advanceWatermarkTo(Instant.ofEpochSecond(15))
            .addElements(at(2, place(3L, "late")), at(16, place(4L, "d")))
            .advanceProcessingTime(seconds(6))
            .advanceWatermarkTo(Instant.ofEpochSecond(100))
            .addElements(at(3, place(5L, "gone")), at(101, place(6L, "f")))
            .advanceProcessingTime(seconds(6))
            .advanceWatermarkToInfinity();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(stream)
        .apply(
            Window.<Row>into(FixedWindows.of(seconds(10)))
                .triggering(AfterWatermark.pastEndOfWindow())
                .withAllowedLateness(seconds(60))
                .discardingFiredPanes())
        .setRowSchema(SCHEMA)
        .apply(writeRows().withTriggeringFrequency(Duration.ofSeconds(5)));

    pipeline.run().waitUntilFinish();

    assertThat(
        loaded(),
        is(
            List.of(
                List.of("1", "a"),
                List.of("2", "b"),
                List.of("3", "late"),
                List.of("4", "d"),
                List.of("6", "f"))));
    assertThat(
        rows("SELECT load_id, row_count FROM " + ledger + " ORDER BY 1"),
        is(
            List.of(
                List.of("1|0|10000|0", "1"),
                List.of("1|0|10000|1", "1"),
                List.of("1|100000|110000|0", "1"),
                List.of("1|10000|20000|0", "1"),
                List.of("1|10000|20000|1", "1"))));
    // Beside it lies only what came too late, as no load lists that.
    assertThat(staged(), hasItem(ofAnotherPane));
    assertThat(staged(), hasSize(2));
  }
}
