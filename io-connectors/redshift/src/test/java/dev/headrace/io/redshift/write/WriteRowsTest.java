package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class WriteRowsTest extends RowsFixture {
  private static final Row OSLO = place(1L, "Oslo");
  private static final Row ROME = place(2L, null);

  @BeforeEach
  void emptyStaging() {
    for (String key : staged()) {
      s3().client().deleteObject(r -> r.bucket(BUCKET).key(key));
    }
  }

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  private static List<List<String>> asLoaded(String... idsAndPlaces) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < idsAndPlaces.length; i += 2) {
      List<String> row = new ArrayList<>();
      row.add(idsAndPlaces[i]);
      row.add(idsAndPlaces[i + 1].isEmpty() ? null : idsAndPlaces[i + 1]);
      rows.add(row);
    }
    return rows;
  }

  @Test
  void rowsAreLoadedOnceHoweverOftenThePipelineRunsAndInHoweverManyFiles() throws Exception {
    run(writeRows(), OSLO, ROME);
    run(writeRows().withSlices(3), ROME, OSLO);

    assertThat(loaded(), is(asLoaded("1", "Oslo", "2", "")));
    assertThat(ledgerRows(), is(1L));
    assertThat(staged(), is(empty()));
  }

  @Test
  void otherRowsUnderTheSameLoadIdAreRefused() throws Exception {
    run(writeRows(), OSLO);

    Exception failure = assertThrows(Exception.class, () -> run(writeRows(), ROME));

    assertThat(failure.getMessage(), containsString("applied with other data"));
    assertThat(loaded(), is(asLoaded("1", "Oslo")));
  }

  @Test
  void badRowsAreGivenOutByReasonAndAllOthersAreLoaded() throws Exception {
    runRejecting(
        writeRows(),
        List.of(OSLO, place(3L, "ééé"), place(null, "x"), place(4L, "a\0"), ROME),
        "TOO_LONG place",
        "MISSING_VALUE id",
        "INVALID_TEXT place");

    assertThat(loaded(), is(asLoaded("1", "Oslo", "2", "")));
  }

  @Test
  void aNullKeyOfAnUpsertIsRejectedAndKeysAreReplaced() throws Exception {
    places = places.withKeys("id");
    run(writeRows(), OSLO, ROME);
    runRejecting(
        writeRows().withLoadId("2"),
        List.of(place(1L, "Lima"), place(null, "x")),
        "MISSING_VALUE id");

    assertThat(loaded(), is(asLoaded("1", "Lima", "2", "")));
  }

  @Test
  void moreRejectedRowsThanAllowedFailTheLoadAndLeaveTheTable() throws Exception {
    run(writeRows(), OSLO);
    WriteRows<Row> half = writeRows().withLoadId("2").withMaxRejectedFraction(0.5);

    run(half, ROME, place(3L, "too long"));
    Exception failure =
        assertThrows(
            Exception.class,
            () -> run(half.withLoadId("3"), ROME, place(3L, "too long"), place(4L, "too long")));

    assertThat(failure.getMessage(), allOf(containsString("Of 3 rows"), containsString("5 bytes")));
    assertThat(loaded(), is(asLoaded("1", "Oslo", "2", "")));
  }

  @Test
  void oneRejectedRowIsTooManyWhereErrorsFailTheLoad() throws Exception {
    WriteRows<Row> strict = writeRows().withRowErrors(RowErrors.FAIL_LOAD);

    assertThrows(Exception.class, () -> run(strict, OSLO, place(3L, "too long")));
    assertThat(staged(), is(not(empty())));

    run(strict, OSLO);
    assertThat(loaded(), is(asLoaded("1", "Oslo")));
    assertThat(staged(), is(empty()));
  }

  @Test
  void noRowIsALoadTooThatEmptiesATableThatIsReplaced() throws Exception {
    run(writeRows(), OSLO);
    LoadOptions truncate = LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE);

    run(writeRows().withLoadId("2"));
    assertThat(loaded(), is(asLoaded("1", "Oslo")));
    run(writeRows().withLoadId("3").withOptions(truncate));

    assertThat(loaded(), is(empty()));
    assertThat(ledgerRows(), is(3L));
  }

  @Test
  void thereAreAsManyFilesAsSlicesAndNoneIsHiddenOrEmpty() throws Exception {
    List<Row> rows = IntStream.range(0, 500).mapToObj(i -> place((long) i, "p")).toList();

    run(writeRows().withSlices(4).withStagedFilesKept(), SCHEMA, rows);

    List<String> files = staged().stream().filter(key -> key.endsWith(".parquet")).toList();
    assertThat(files, hasSize(4));
    for (String file : files) {
      assertThat(file.substring(file.lastIndexOf('/') + 1), not(startsWith("_")));
    }
    assertThat(rows("SELECT count(*) FROM " + name), is(List.of(List.of("500"))));
  }

  @Test
  void bundlesWithoutRowsStageNothing() throws Exception {
    run(writeRows().withStagedFilesKept());

    assertThat(staged(), is(empty()));
  }

  @Test
  void eachOfTwoHundredDestinationsIsALoadOfItsOwnThatTheLedgerIsLockedForOnce() throws Exception {
    int tables = 200;
    RedshiftTable base = places;
    WriteRows<Row> spread =
        writeRows()
            .to(
                element ->
                    RedshiftTable.of(
                        base.name() + "_" + element.getValue().getInt64("id") % tables,
                        base.columns()));
    List<Row> rows = IntStream.range(0, 2 * tables).mapToObj(i -> place((long) i, "p")).toList();
    AtomicInteger locks = new AtomicInteger();
    redshift()
        .faults()
        .watch(
            sql -> {
              if (sql.startsWith("LOCK")) {
                locks.incrementAndGet();
              }
            });
    run(spread, SCHEMA, rows);

    String all =
        IntStream.range(0, tables)
            .mapToObj(i -> "SELECT %d AS t, id FROM %s_%d".formatted(i, name, i))
            .collect(Collectors.joining(" UNION ALL "));
    assertThat(
        rows(
            "SELECT COUNT(*), COUNT(DISTINCT id), SUM(CASE WHEN id % 200 = t THEN 0 ELSE 1 END)"
                + " FROM ("
                + all
                + ") AS found"),
        is(List.of(List.of("400", "400", "0"))));
    assertThat(
        rows("SELECT COUNT(*), COUNT(DISTINCT destination), SUM(row_count) FROM " + ledger),
        is(List.of(List.of("200", "200", "400"))));
    assertThat(locks.get(), is(tables));
    assertThat(staged(), is(empty()));
  }

  @Test
  void aSchemaThatTheTableNeverTakesIsRefusedWhenThePipelineIsBuilt() {
    Schema texts = Schema.builder().addStringField("id").addNullableStringField("place").build();
    PCollection<Row> rows = Pipeline.create().apply(Create.empty(texts));

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> rows.apply(writeRows()));

    assertThat(
        refusal.getMessage(),
        containsString("never loaded: id is BIGINT, which a String does not load"));
  }

  @Test
  void aDestinationThatFailsLeavesOthersAndARunAnewCompletesTheRest() throws Exception {
    RedshiftTable base = places;
    RedshiftTable bad = RedshiftTable.of(name + "_1", base.columns());
    RedshiftTable good = RedshiftTable.of(name + "_2", base.columns());
    run(writeRows().withLoadId("that makes the ledger"), OSLO);
    run("CREATE TABLE " + bad.name() + " (id BIGINT NOT NULL)");
    WriteRows<Row> spread =
        writeRows()
            .to(
                element ->
                    RedshiftTable.of(
                        base.name() + "_" + element.getValue().getInt64("id"), base.columns()));
    failOnlyAfter(bad, good);

    Exception failure = assertThrows(Exception.class, () -> run(spread, OSLO, ROME));
    redshift().faults().clear();

    assertThat(failure.getMessage(), containsString("place"));
    assertThat(rows("SELECT id FROM " + good.name()), is(List.of(List.of("2"))));
    assertThat(rows("SELECT * FROM " + bad.name()), is(empty()));
    assertThat(ledgerRows(), is(2L));
    assertThat(List.of(copies(bad, "1"), copies(good, "1")), is(List.of(0L, 1L)));

    run("DROP TABLE " + bad.name());
    run(spread, OSLO, ROME);

    assertThat(rows("SELECT id FROM " + bad.name()), is(List.of(List.of("1"))));
    assertThat(rows("SELECT id FROM " + good.name()), is(List.of(List.of("2"))));
    assertThat(ledgerRows(), is(3L));
    assertThat(List.of(copies(bad, "1"), copies(good, "1")), is(List.of(1L, 1L)));
  }

  /** Nothing is asked for the bad table's load before that of the good one is in the ledger. */
  private void failOnlyAfter(RedshiftTable bad, RedshiftTable good) {
    String load = key(bad, "1");
    String applied = "SELECT 1 FROM " + ledger + " WHERE destination = '" + good.name() + "'";
    redshift()
        .faults()
        .watch(
            sql -> {
              try {
                if (sql.contains(load)) {
                  awaitSome(applied);
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  void cleaningUpSparesWhatLiesBesideTheLoadsOwnFolder() throws Exception {
    run(writeRows().withStagedFilesKept(), OSLO);
    String folder =
        staged().stream().filter(key -> key.contains("/rows-")).findFirst().orElseThrow();
    String sibling = folder.substring(0, folder.lastIndexOf('/')) + "2/rows.parquet";
    s3().client().putObject(r -> r.bucket(BUCKET).key(sibling), RequestBody.fromString("x"));

    run(writeRows(), OSLO);

    assertThat(staged(), hasItem(sibling));
    assertThat(staged(), not(hasItem(folder)));
  }

  @Test
  void aColumnThatIsNotWrittenTakesItsDefault() throws Exception {
    run(
        "CREATE TABLE "
            + name
            + " (id BIGINT NOT NULL, place VARCHAR(5), kind VARCHAR(9) DEFAULT 'city')");

    run(writeRows(), OSLO);

    assertThat(rows("SELECT kind FROM " + name), is(List.of(List.of("city"))));
  }

  @Test
  void aColumnThatIsStagedOtherwiseThanRowsAreIsRefused() {
    RedshiftTable asIs = RedshiftTable.of(name, List.of(new Column("at", "TIMESTAMPTZ", true)));

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> writeRows().to(asIs));

    assertThat(refusal.getMessage(), containsString("Column.converted"));
  }

  @Test
  void unboundedInputNeedsAFrequency() {
    PCollection<Row> rows =
        Pipeline.create()
            .apply(Create.empty(SCHEMA))
            .setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED);

    Exception refusal = assertThrows(IllegalArgumentException.class, () -> rows.apply(writeRows()));

    assertThat(refusal.getMessage(), containsString("withTriggeringFrequency"));
  }

  @Test
  void whatIsMissingIsNamedByItsMethod() {
    PCollection<Row> rows = Pipeline.create().apply(Create.empty(SCHEMA));

    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> rows.apply(RedshiftIO.writeRows().to(places).withStaging(stores(), STAGING)));

    assertThat(refusal.getMessage(), containsString("withLoadId(loadId) is required"));
  }

  @Test
  void theTransformTravels() {
    SerializableUtils.ensureSerializable(writeRows());
    SerializableUtils.ensureSerializable(read("SELECT 1 AS id", SCHEMA));
  }
}
