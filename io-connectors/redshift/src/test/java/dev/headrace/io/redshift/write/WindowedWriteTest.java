package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.RedshiftTable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which windows and triggers of the input are loaded how, and which are refused. */
class WindowedWriteTest extends RowsFixture {
  private static final FixedWindows TENS = FixedWindows.of(Duration.millis(10));
  private static final int ROWS = 20;

  private final Pipeline pipeline = Pipeline.create();

  @BeforeEach
  void emptyStaging() {
    for (String key : staged()) {
      s3().client().deleteObject(r -> r.bucket(BUCKET).key(key));
    }
  }

  private static TimestampedValue<Row> placeAt(long millis, String place) {
    return TimestampedValue.of(place(millis, place), Instant.ofEpochMilli(millis));
  }

  /** One row for each millisecond. */
  private PCollection<Row> rows() {
    return rows(IntStream.range(0, ROWS).mapToObj(i -> placeAt(i, "p")).toList());
  }

  private PCollection<Row> rows(List<TimestampedValue<Row>> rows) {
    return pipeline
        .apply(Create.timestamped(rows).withCoder(RowCoder.of(SCHEMA)))
        .setRowSchema(SCHEMA);
  }

  /** Fires at every row, and brings the ones before along. */
  private static Window<Row> repeating(WindowFn<Object, ?> windows) {
    return Window.<Row>into(windows)
        .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(Duration.standardHours(1))
        .accumulatingFiredPanes();
  }

  private WriteRows<Row> byFunction() {
    RedshiftTable table = places;
    return writeRows().to(element -> table);
  }

  private void assertThatEveryRowIsLoadedOnceByLoads(long loads) throws Exception {
    pipeline.run().waitUntilFinish();

    assertThat(
        rows("SELECT COUNT(*), COUNT(DISTINCT id) FROM " + name),
        is(List.of(List.of(String.valueOf(ROWS), String.valueOf(ROWS)))));
    assertThat(ledgerRows(), is(loads));
    assertThat(staged(), is(empty()));
  }

  @Test
  void aTriggerThatRepeatsRowsRepeatsNoLoad() throws Exception {
    rows().apply(repeating(TENS)).apply(byFunction());

    assertThatEveryRowIsLoadedOnceByLoads(2);
  }

  @Test
  void aTriggerThatRepeatsRowsRepeatsNoLoadAlsoWhereRowsAreSpread() throws Exception {
    rows().apply(repeating(TENS)).apply(byFunction().withSlices(3));

    assertThatEveryRowIsLoadedOnceByLoads(2);
  }

  @Test
  void aTriggerOfTheGlobalWindowIsLeftAsideToo() throws Exception {
    rows().apply(repeating(new GlobalWindows())).apply(writeRows());

    assertThatEveryRowIsLoadedOnceByLoads(1);
  }

  @Test
  void windowsThatOnlyEndTogetherAreLoadsOfTheirOwn() throws Exception {
    rows(List.of(placeAt(0, "a"), placeAt(8, "a"), placeAt(8, "b")))
        .apply(Window.into(Sessions.withGapDuration(Duration.millis(10))))
        .apply(
            WithKeys.<String, Row>of(row -> row.getString("place"))
                .withKeyType(TypeDescriptors.strings()))
        .apply(GroupByKey.create())
        .apply(Values.create())
        .apply(Flatten.iterables())
        .setRowSchema(SCHEMA)
        .apply(writeRows());

    pipeline.run().waitUntilFinish();

    assertThat(loaded(), is(List.of(List.of("0", "a"), List.of("8", "a"), List.of("8", "b"))));
    assertThat(
        rows("SELECT load_id, row_count FROM " + ledger + " ORDER BY 1"),
        is(List.of(List.of("1|0|18|0", "2"), List.of("1|8|18|0", "1"))));
    assertThat(staged(), is(empty()));
  }

  private static void assertRefused(PCollection<Row> rows, WriteRows<Row> write, String... told) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> rows.apply(write));

    for (String each : told) {
      assertThat(refusal.getMessage(), containsString(each));
    }
  }

  private WriteRows<Row> truncating() {
    return writeRows().withOptions(LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE));
  }

  @Test
  void windowsThatMergeAreRefused() {
    PCollection<Row> sessions =
        rows().apply(Window.into(Sessions.withGapDuration(Duration.millis(10))));

    assertRefused(sessions, writeRows(), "must not merge");
    assertRefused(sessions, writeRows().withSlices(2), "must not merge");
  }

  @Test
  void aTableIsNotReplacedByOneWindowAfterTheOther() {
    assertRefused(rows().apply(Window.into(TENS)), truncating(), "TRUNCATE", "global window");
  }

  @Test
  void aTableThatMustBeEmptyIsNotWrittenToByOneWindowAfterTheOther() {
    assertRefused(
        rows().apply(Window.into(TENS)),
        writeRows().withOptions(LoadOptions.DEFAULTS.withDisposition(Disposition.EMPTY)),
        "EMPTY",
        "global window");
  }

  @Test
  void aTableIsNotReplacedByOnePaneAfterTheOther() {
    assertRefused(
        rows(),
        truncating().withTriggeringFrequency(java.time.Duration.ofSeconds(5)),
        "TRUNCATE",
        "withTriggeringFrequency");
  }

  @Test
  void partitionsAreNotReplacedByAStream() {
    PCollection<Row> stream = rows().setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED);

    assertRefused(
        stream,
        writeRows()
            .withOptions(LoadOptions.DEFAULTS.withPartitionReplace("id"))
            .withTriggeringFrequency(java.time.Duration.ofSeconds(5)),
        "REPLACE_PARTITIONS",
        "bounded input");
  }
}
