package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.Faults;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.Results;
import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table has room for four bytes where five are declared. */
class IsolateTest extends RowsFixture {
  private static final Row OSLO = place(1L, "Oslo");
  private static final Row PARIS = place(2L, "Paris");
  private static final Row MILAN = place(3L, "Milan");
  private static final String JSON = "FORMAT AS JSON";

  @BeforeEach
  void makeANarrowTable() throws SQLException {
    run("CREATE TABLE " + name + " (id BIGINT NOT NULL, place VARCHAR(4))");
  }

  private WriteRows<Row> isolating() {
    return writeRows().withRowErrors(RowErrors.ISOLATE);
  }

  private WriteRows<Row> isolating(Faults faults) {
    return isolating().withConnection(warehouse(faults));
  }

  /** Runs, and asserts what the load came to, and which rows COPY refused. */
  private void run(WriteRows<Row> write, List<Row> rows, LoadResult.Status status, String... ids) {
    Pipeline pipeline = Pipeline.create();
    WriteResult result = pipeline.apply(Create.of(rows).withRowSchema(SCHEMA)).apply(write);
    List<String> expected = new ArrayList<>();
    for (String id : ids) {
      expected.add("REFUSED place 1204 {\"id\":\"" + id + "\",\"place\":\"" + city(id) + "\"}");
    }
    expected.sort(null);
    PAssert.that(result.rejected())
        .satisfies(
            found -> {
              List<String> told = new ArrayList<>();
              found.forEach(
                  row ->
                      told.add(
                          row.reason()
                              + " "
                              + row.column()
                              + " "
                              + row.code()
                              + " "
                              + row.payload()));
              told.sort(null);
              if (!told.equals(expected)) {
                throw new AssertionError("Rejected were " + told);
              }
              return null;
            });
    PAssert.that(Results.brief(result.loads()))
        .containsInAnyOrder(LoadResult.of("1", name, status, rows.size() - ids.length));
    pipeline.run().waitUntilFinish();
  }

  private static String city(String id) {
    return id.equals("2") ? "Paris" : "Milan";
  }

  @Test
  void oneBadRowInOneOfEightFilesIsGivenOutAndAllOthersAreLoaded() throws Exception {
    List<Row> rows =
        new ArrayList<>(IntStream.range(10, 410).mapToObj(i -> place((long) i, "Rome")).toList());
    rows.add(PARIS);

    run(isolating().withSlices(8), rows, LoadResult.Status.LOADED, "2");

    assertThat(loaded(), hasSize(400));
    assertThat(rows("SELECT row_count FROM " + ledger), is(List.of(List.of("400"))));
    // All eight, then two of four, two of two, two of one, and the rows of the bad one.
    assertThat(copies(places, "1"), is(8L));
  }

  @Test
  void allRowsCanBeBad() throws Exception {
    run(isolating(), List.of(PARIS, MILAN), LoadResult.Status.LOADED, "2", "3");

    assertThat(loaded(), is(empty()));
  }

  @Test
  void whoFindsTheLoadAppliedGivesOutTheSameRows() throws Exception {
    List<Row> rows = List.of(OSLO, PARIS, MILAN);
    run(isolating(), rows, LoadResult.Status.LOADED, "2", "3");

    run(isolating().withSlices(2), rows, LoadResult.Status.ALREADY_LOADED, "2", "3");

    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  @Test
  void moreRefusedRowsThanMayBeFailTheLoadAndLeaveTheTable() throws Exception {
    WriteRows<Row> half = isolating().withMaxRejectedFraction(0.5);

    Exception failure = assertThrows(Exception.class, () -> run(half, OSLO, PARIS, MILAN));

    assertThat(
        failure.getMessage(),
        allOf(containsString("Of 3 rows"), containsString("1 may be"), containsString("1204")));
    assertThat(loaded(), is(empty()));
    assertThat(ledgerRows(), is(0L));
    run(half.withLoadId("2"), OSLO, PARIS);
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  @Test
  void withoutIsolationARefusedRowFailsTheLoad() throws Exception {
    assertThrows(Exception.class, () -> run(writeRows(), OSLO, PARIS));

    assertThat(loaded(), is(empty()));
  }

  @Test
  void aCopyThatFailsOverAnythingButARowIsNotIsolated() throws Exception {
    AtomicInteger copies = new AtomicInteger();
    Faults full =
        (connection, step) -> {
          if (step.startsWith("COPY")) {
            copies.incrementAndGet();
            throw new SQLException("Disk Full", "XX000");
          }
        };

    Exception failure = assertThrows(Exception.class, () -> run(isolating(full), OSLO, PARIS));

    assertThat(failure.getMessage(), containsString("Disk Full"));
    assertThat(copies.get(), is(1));
    assertThat(loaded(), is(empty()));
  }

  @Test
  void aSessionThatIsLostAfterItHasIsolatedIsBegunAnew() throws Exception {
    AtomicInteger locks = new AtomicInteger();
    Faults lost =
        (connection, step) -> {
          if (step.startsWith("LOCK") && locks.incrementAndGet() == 1) {
            Faults.breakOff(connection);
          }
        };

    run(isolating(lost), List.of(OSLO, PARIS), LoadResult.Status.LOADED, "2");

    assertThat(locks.get(), is(2));
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  /** Forgets errors after a COPY of rows, as views of errors that are full do. */
  private static Faults forgetting(String which, AtomicInteger copies) {
    return new Faults() {
      @Override
      public void before(Connection connection, String step) {
        if (step.contains(JSON)) {
          copies.incrementAndGet();
        }
      }

      @Override
      public void after(Connection connection, String step) throws SQLException {
        if (step.contains(JSON)) {
          run("DELETE FROM sys_load_error_detail WHERE file_name LIKE '%json.gz%' AND " + which);
        }
      }
    };
  }

  @Test
  void rowsThatAreNotToldOfAtOnceAreFoundOneAfterTheOther() throws Exception {
    AtomicInteger copies = new AtomicInteger();
    String allButTheFirst =
        "line_number > (SELECT MIN(line_number) FROM sys_load_error_detail e"
            + " WHERE e.file_name = sys_load_error_detail.file_name)";

    run(
        isolating(forgetting(allButTheFirst, copies)).withSlices(1),
        List.of(OSLO, PARIS, MILAN),
        LoadResult.Status.LOADED,
        "2",
        "3");

    assertThat(copies.get(), is(2));
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  @Test
  void rowsThatRedshiftDoesNotTellOfFailTheLoad() throws Exception {
    WriteRows<Row> write = isolating(forgetting("TRUE", new AtomicInteger())).withSlices(1);

    Exception failure = assertThrows(Exception.class, () -> run(write, OSLO, PARIS));

    assertThat(failure.getMessage(), containsString("COPY loaded 1 and told of 0"));
    assertThat(loaded(), is(empty()));
  }

  @Test
  void goodRowsOfABadFileKeepAllTheirValues() throws Exception {
    List<String> types =
        List.of(
            "VARCHAR(5)",
            "SMALLINT",
            "BIGINT",
            "DECIMAL(38,10)",
            "REAL",
            "DOUBLE PRECISION",
            "BOOLEAN",
            "CHAR(3)",
            "VARCHAR(20)",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "SUPER");
    Schema.Builder builder = Schema.builder();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(Column.converted("c" + i, types.get(i), true));
      builder.addNullableField(
          "c" + i, BeamTypes.of(RedshiftType.parse(types.get(i))).withNullable(true));
    }
    Schema schema = builder.build();
    Row good =
        Row.withSchema(schema)
            .addValues(
                "Oslo",
                Short.MIN_VALUE,
                Long.MIN_VALUE,
                new BigDecimal("-9999999999999999999999999999.9999999999"),
                1.1f,
                -Double.MAX_VALUE,
                true,
                "abc",
                "it's \"é\" \\ 🌍\n\t",
                LocalDate.of(1, 1, 1),
                LocalTime.of(23, 59, 59, 999_999_000),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1_000),
                Instant.parse("2024-03-31T01:30:00.123456Z"),
                "{\"a\": [1, \"é\", null]}")
            .build();
    Row bad = Row.fromRow(good).withFieldValue("c0", "Paris").build();
    places = RedshiftTable.of(name + "_wide", columns);
    run(writeRows(), schema, List.of(good, Row.nullRow(schema)));
    String narrow = name + "_typed";
    run("CREATE TABLE %s (LIKE %s_wide)".formatted(narrow, name));
    run(
        "ALTER TABLE %s DROP COLUMN c0".formatted(narrow),
        "ALTER TABLE %s ADD COLUMN c0 VARCHAR(4)".formatted(narrow));
    places = RedshiftTable.of(narrow, columns);

    run(isolating().withSlices(1), schema, List.of(good, bad, Row.nullRow(schema)));

    String all = String.join(", ", schema.getFieldNames());
    assertThat(
        rows("SELECT " + all + " FROM " + narrow + " ORDER BY 1"),
        is(rows("SELECT " + all + " FROM " + name + "_wide ORDER BY 1")));
  }
}
