package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.headrace.io.redshift.load.RedshiftTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Rows of more tables and windows, in turns, than a bundle has files open for. */
class ManyPlacesTest extends RowsFixture {

  private static final int TABLES = 25;

  private final Pipeline pipeline = Pipeline.create();

  /** Rows of one bundle, as all that a step makes of one element is. */
  private PCollection<Row> bundle(int count, String place) {
    return pipeline
        .apply(Create.of(count))
        .apply(
            FlatMapElements.into(TypeDescriptor.of(Row.class))
                .via(number -> rows(0, number, place)))
        .setRowSchema(SCHEMA);
  }

  private static List<Row> rows(long from, long to, String place) {
    return LongStream.range(from, to).mapToObj(id -> place(id, place)).toList();
  }

  private WriteRows<Row> byTable(int tables) {
    RedshiftTable base = places;
    return kept()
        .to(
            element ->
                RedshiftTable.of(
                    base.name() + "_" + element.getValue().getInt64("id") % tables,
                    base.columns()));
  }

  private WriteRows<Row> kept() {
    return writeRows().withStaging(stores(), STAGING + "/" + name).withStagedFilesKept();
  }

  private List<String> files() {
    return staged().stream().filter(key -> key.contains(name) && key.endsWith(".parquet")).toList();
  }

  private void assertThatEachIsOnceInItsTable(int tables, int ids) throws Exception {
    String all =
        IntStream.range(0, tables)
            .mapToObj(i -> "SELECT %d AS t, id FROM %s_%d".formatted(i, name, i))
            .collect(Collectors.joining(" UNION ALL "));
    String count = String.valueOf(ids);
    assertThat(
        rows(
            "SELECT COUNT(*), COUNT(DISTINCT id), SUM(CASE WHEN id %% %d = t THEN 0 ELSE 1 END) FROM (%s) AS found"
                .formatted(tables, all)),
        is(List.of(List.of(count, count, "0"))));
  }

  @Test
  void rowsOfTwoHundredTablesInTurnsAreNoFileEach() throws Exception {
    bundle(4_000, "p").apply(byTable(200));

    pipeline.run().waitUntilFinish();

    assertThat(files(), hasSize(lessThanOrEqualTo(200)));
    assertThatEachIsOnceInItsTable(200, 4_000);
    assertThat(
        rows("SELECT COUNT(*), MIN(row_count), MAX(row_count) FROM " + ledger),
        is(List.of(List.of("200", "20", "20"))));
  }

  @Test
  void eachBadRowOfManyTablesIsGivenOutOnceWhereverItIsEncoded() throws Exception {
    WriteResult result = bundle(100, "too long").apply(byTable(TABLES));
    PAssert.that(result.rejected())
        .satisfies(
            rejected -> {
              List<String> payloads = new ArrayList<>();
              rejected.forEach(row -> payloads.add(row.payload()));
              assertThat(payloads, hasSize(100));
              assertThat(payloads.stream().distinct().toList(), hasSize(100));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void rowsOfManyTablesInTurnsThatAreSpreadAreAFileOfEachTableAndSlice() throws Exception {
    bundle(1_000, "p").apply(byTable(TABLES).withSlices(2));

    pipeline.run().waitUntilFinish();

    assertThat(files(), hasSize(lessThanOrEqualTo(2 * TABLES)));
    assertThatEachIsOnceInItsTable(TABLES, 1_000);
  }

  @Test
  void rowsOfManyWindowsInTurnsAreOneLoadOfEach() throws Exception {
    int windows = 25;
    bundle(12 * windows, "p")
        .apply(WithTimestamps.of(row -> Instant.ofEpochSecond(row.getInt64("id") % windows)))
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(1))))
        .setRowSchema(SCHEMA)
        .apply(kept());

    pipeline.run().waitUntilFinish();

    assertThat(files(), hasSize(lessThanOrEqualTo(windows)));
    assertThat(
        rows("SELECT COUNT(*), COUNT(DISTINCT id) FROM " + name),
        is(List.of(List.of("300", "300"))));
    assertThat(
        rows("SELECT COUNT(*), MIN(row_count), MAX(row_count) FROM " + ledger),
        is(List.of(List.of("25", "12", "12"))));
  }

  @Test
  void aStreamOfManyTablesIsLoadedOncePaneByPane() throws Exception {
    TestStream<Integer> numbers =
        TestStream.create(VarIntCoder.of())
            .addElements(0)
            .advanceProcessingTime(Duration.standardSeconds(6))
            .advanceProcessingTime(Duration.standardSeconds(6))
            .addElements(1)
            .advanceProcessingTime(Duration.standardSeconds(6))
            .advanceWatermarkToInfinity();
    pipeline
        .apply(numbers)
        .apply(
            FlatMapElements.into(TypeDescriptor.of(Row.class))
                .via(part -> rows(part * 100L, part * 100L + 100, "p")))
        .setRowSchema(SCHEMA)
        .apply(byTable(TABLES).withTriggeringFrequency(java.time.Duration.ofSeconds(5)));

    pipeline.run().waitUntilFinish();

    assertThatEachIsOnceInItsTable(TABLES, 200);
    assertThat(
        rows("SELECT COUNT(*), SUM(row_count) FROM " + ledger),
        is(List.of(List.of(String.valueOf(2 * TABLES), "200"))));
  }
}
