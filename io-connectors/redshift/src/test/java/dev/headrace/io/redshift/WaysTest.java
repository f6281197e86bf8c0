package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.Results;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.io.redshift.write.RowErrors;
import dev.headrace.io.redshift.write.WriteRows;
import dev.headrace.transforms.run.StoredObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written and read is the same by every way to the warehouse. */
class WaysTest extends WaysFixture {
  private static final Row OSLO = place(1L, "Oslo");
  private static final Row ROME = place(2L, "Rome");
  private static final Row LIMA = place(2L, "Lima");

  private WriteRows<Row> writeBy(Way way) {
    return writeRows().withConnection(by(way));
  }

  private static void assertReads(Way way, String query, Schema schema, List<Row> rows) {
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> read = pipeline.apply(read(query, schema).withConnection(by(way)));
    PAssert.that(read).containsInAnyOrder(rows);
    pipeline.run().waitUntilFinish();
    assertThat(staged().stream().filter(key -> key.contains("unload-")).toList(), is(empty()));
  }

  private void assertHolds(Way way, Row... rows) {
    assertReads(way, "SELECT id, place FROM " + name, SCHEMA, List.of(rows));
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsMadeAndItsRowsAreAppendedOnceAndRead(Way way) throws Exception {
    run(writeBy(way), OSLO, ROME);
    run(writeBy(way), ROME, OSLO);
    run(writeBy(way).withLoadId("2"), LIMA);

    assertHolds(way, OSLO, ROME, LIMA);
    assertThat(ledgerRows(), is(2L));
  }

  @ParameterizedTest
  @EnumSource
  void keysAreReplacedAndBadRowsAreGivenOut(Way way) throws Exception {
    places = places.withKeys("id");
    run(writeBy(way), OSLO, ROME);
    runRejecting(
        writeBy(way).withLoadId("2"),
        List.of(LIMA, place(null, "x"), place(3L, "too long")),
        "MISSING_VALUE id",
        "TOO_LONG place");

    assertHolds(way, OSLO, LIMA);
  }

  @ParameterizedTest
  @EnumSource
  void aRowThatCopyRefusesIsGivenOutAndAllOthersAreLoaded(Way way) throws Exception {
    run("CREATE TABLE " + name + " (id BIGINT NOT NULL, place VARCHAR(4))");

    runRejecting(
        writeBy(way).withRowErrors(RowErrors.ISOLATE).withSlices(2),
        List.of(OSLO, ROME, place(3L, "Paris")),
        "REFUSED place");

    assertHolds(way, OSLO, ROME);
    assertThat(rows("SELECT row_count FROM " + ledger), is(List.of(List.of("2"))));
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreStagedAsJsonToo(Way way) throws Exception {
    run(writeBy(way).withStagingFormat(StagingFormat.JSON), OSLO, ROME);

    assertHolds(way, OSLO, ROME);
  }

  @ParameterizedTest
  @EnumSource
  void aTableIsReplacedAlsoByNothing(Way way) throws Exception {
    WriteRows<Row> replacing =
        writeBy(way).withOptions(LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE));
    run(writeBy(way), OSLO, ROME);

    run(replacing.withLoadId("2"), LIMA);
    assertHolds(way, LIMA);
    run(replacing.withLoadId("3"));
    assertHolds(way);
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionMarkInANameIsPartOfIt(Way way) throws Exception {
    places =
        RedshiftTable.of(
            name + "?",
            List.of(
                Column.converted("id", "BIGINT", false),
                Column.converted("place", "VARCHAR(5)", true)));
    LoadOptions replacing = LoadOptions.DEFAULTS.withPartitionReplace("id", List.of("1", "2"));
    run(writeBy(way), OSLO, ROME);

    run(writeBy(way).withOptions(replacing).withLoadId("2"), LIMA);

    String quoted = name.replace(".", ".\"") + "?\"";
    assertReads(way, "SELECT id, place FROM " + quoted, SCHEMA, List.of(LIMA));
  }

  @ParameterizedTest
  @EnumSource
  void otherRowsUnderTheSameLoadIdAreRefused(Way way) throws Exception {
    run(writeBy(way), OSLO);

    Exception failure = assertThrows(Exception.class, () -> run(writeBy(way), ROME));

    assertThat(failure.getMessage(), containsString("applied with other data"));
    assertHolds(way, OSLO);
  }

  @ParameterizedTest
  @EnumSource
  void filesAreLoadedOnce(Way way) throws Exception {
    Reading oslo = Reading.of("a", "Oslo", 1, "it's \\", "é");
    StoredObject file = file(oslo, Reading.of("b", null, 2));
    for (Status status : List.of(Status.LOADED, Status.ALREADY_LOADED)) {
      Pipeline pipeline = Pipeline.create();
      PCollection<LoadResult> results =
          pipeline
              .apply(Create.of(file).withCoder(StoredObject.CODER))
              .apply(
                  RedshiftIO.loadFiles(upserted)
                      .withConnection(by(way))
                      .withStaging(stores(), STAGING)
                      .withLoadId("it's \\ 1")
                      .withLedger(ledger));
      PAssert.thatSingleton(Results.brief(results))
          .isEqualTo(LoadResult.of("it's \\ 1", upserted.name(), status, 2));
      pipeline.run().waitUntilFinish();
    }

    assertThat(rows("SELECT load_id FROM " + ledger), is(List.of(List.of("it's \\ 1"))));
    assertThat(
        rows("SELECT id, place FROM " + upserted.name() + " WHERE place IS NOT NULL"),
        is(List.of(List.of("a", "Oslo"))));
  }

  @ParameterizedTest
  @EnumSource
  void valuesComeBackExactly(Way way) throws Exception {
    List<String> types =
        List.of(
            "SMALLINT", "DECIMAL(38,10)", "VARCHAR(20)", "DATE", "TIME", "TIMESTAMPTZ", "SUPER");
    List<Column> columns = new ArrayList<>();
    Schema.Builder builder = Schema.builder();
    for (String type : types) {
      String column = "c" + columns.size();
      columns.add(Column.converted(column, type, true));
      builder.addField(column, BeamTypes.of(RedshiftType.parse(type)));
    }
    Schema schema = builder.build();
    places = RedshiftTable.of(name, columns);
    Row row =
        Row.withSchema(schema)
            .addValues(
                Short.MIN_VALUE,
                new BigDecimal("-9999999999999999999999999999.9999999999"),
                "it's \"é\" \\ 🌍\n\t",
                LocalDate.of(1, 1, 1),
                LocalTime.of(23, 59, 59, 999_999_000),
                Instant.parse("2024-03-31T01:30:00.123456Z"),
                "{\"a\": [1, \"é\", null]}")
            .build();

    run(writeBy(way), schema, List.of(row, Row.nullRow(schema)));

    assertReads(way, "SELECT * FROM " + name, schema, List.of(row, Row.nullRow(schema)));
    assertReads(
        way,
        "SELECT c2 AS \"a\\b\" FROM " + name + " WHERE c2 = 'no one''s'",
        Schema.builder().addNullableStringField("a\\b").build(),
        List.of());
  }

  @ParameterizedTest
  @EnumSource
  void aSessionIsInUtcWhateverTheZoneOfTheWorker(Way way) throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
    try (RedshiftSession session = by(way).open()) {
      assertThat(
          session.query(Sql.of("SELECT current_setting('timezone')")).get(0).text(0), is("UTC"));
      assertThat(
          session
              .query(Sql.of("SELECT CAST(TIMESTAMPTZ '2024-03-10 02:30:00+00' AS VARCHAR(40))"))
              .get(0)
              .text(0),
          is("2024-03-10 02:30:00+00"));
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
