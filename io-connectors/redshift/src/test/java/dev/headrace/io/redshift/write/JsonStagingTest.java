package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.Faults;
import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.Disposition;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.types.BeamTypes;
import dev.headrace.io.redshift.types.RedshiftType;
import dev.headrace.io.redshift.types.StagingFormat;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

/** Rows that are staged as JSON become what they would have become by Parquet. */
class JsonStagingTest extends RowsFixture {
  private static final Row OSLO = place(1L, "Oslo");
  private static final Row PARIS = place(2L, "Paris");

  private WriteRows<Row> asJson() {
    return writeRows().withStagingFormat(StagingFormat.JSON);
  }

  @Test
  void everyTypeBecomesTheSameByBothFormats() throws Exception {
    List<String> types =
        List.of(
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL(19,0)",
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
            "VARBYTE(4)",
            "SUPER");
    List<Column> columns = new ArrayList<>();
    Schema.Builder builder = Schema.builder();
    for (String type : types) {
      String column = "c" + columns.size();
      columns.add(Column.converted(column, type, true));
      builder.addNullableField(
          column,
          type.startsWith("VARBYTE")
              ? Schema.FieldType.BYTES
              : BeamTypes.of(RedshiftType.parse(type)).withNullable(false));
    }
    Schema schema = builder.build();
    Row full =
        Row.withSchema(schema)
            .addValues(
                Short.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                new BigDecimal(Long.MAX_VALUE),
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
                new byte[] {0, -1},
                "{\"Mixed\": [1.50,\n\"é\", null],\r\"a\": \"b\\nc\"}")
            .build();
    List<Row> rows = List.of(full, Row.nullRow(schema));
    places = RedshiftTable.of(name + "_parquet", columns);
    run(writeRows(), schema, rows);
    places = RedshiftTable.of(name + "_json", columns);
    run(asJson(), schema, rows);

    assertThat(
        rows("SELECT * FROM " + name + "_json ORDER BY 1"),
        is(rows("SELECT * FROM " + name + "_parquet ORDER BY 1")));
    assertThat(rows("SELECT 1 FROM " + name + "_json"), hasSize(2));
    assertThat(rows("SELECT row_count FROM " + ledger), hasSize(2));
    assertThat(rows("SELECT DISTINCT fingerprint FROM " + ledger), hasSize(1));
  }

  @Test
  void aDocumentFillsARowButNotMore() throws Exception {
    places =
        RedshiftTable.of(
            name,
            List.of(
                Column.converted("id", "BIGINT", false), Column.converted("doc", "SUPER", true)));
    Schema schema = Schema.builder().addInt64Field("id").addStringField("doc").build();
    String large =
        "[\"" + String.join("\",\"", Collections.nCopies(60, "x".repeat(65_000))) + "\"]";
    String tooLarge = "[" + large + "," + large + "]";
    Row.Builder[] rows = {Row.withSchema(schema), Row.withSchema(schema), Row.withSchema(schema)};

    runRejecting(
        asJson(),
        List.of(
            rows[0].addValues(1L, large).build(),
            rows[1].addValues(2L, tooLarge).build(),
            rows[2].addValues(3L, "[\"" + "x".repeat(65_536) + "\"]").build()),
        "ROW_TOO_LARGE ",
        "TOO_LONG doc");

    assertThat(
        rows("SELECT id, OCTET_LENGTH(REPLACE(JSON_SERIALIZE(doc), ', ', ',')) FROM " + name),
        is(List.of(List.of("1", String.valueOf(large.length())))));
    assertThat(large.length(), is(greaterThan(3_900_000)));
  }

  @Test
  void filesAreJsonAndCopiedAsSuchFromTheRegionThatIsNamed() throws Exception {
    List<String> copies = new ArrayList<>();
    Faults recorder =
        (connection, step) -> {
          if (step.startsWith("COPY")) {
            copies.add(step);
          }
        };

    run(
        asJson()
            .withStagingRegion("eu-west-1")
            .withSlices(2)
            .withStagedFilesKept()
            .withConnection(warehouse(recorder)),
        OSLO,
        PARIS,
        place(3L, null));

    List<String> files = staged().stream().filter(key -> key.contains("/rows-")).toList();
    assertThat(files, is(not(empty())));
    assertThat(files, everyItem(endsWith(".json.gz")));
    assertThat(copies, hasSize(1));
    assertThat(copies.get(0), containsString(" FORMAT AS JSON 'auto ignorecase' GZIP "));
    assertThat(copies.get(0), containsString(" REGION 'eu-west-1' "));
    assertThat(loaded(), hasSize(3));
  }

  @Test
  void aRegionNeedsJson() {
    PCollection<Row> rows = Pipeline.create().apply(Create.of(OSLO).withRowSchema(SCHEMA));

    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> rows.apply(writeRows().withStagingRegion("eu-west-1")));

    assertThat(refusal.getMessage(), containsString("Parquet"));
    assertThat(refusal.getMessage(), containsString("withStagingFormat(JSON)"));
  }

  @Test
  void aTableIsReplacedByNothingToo() throws Exception {
    run(asJson(), OSLO);

    run(
        asJson()
            .withLoadId("2")
            .withOptions(LoadOptions.DEFAULTS.withDisposition(Disposition.TRUNCATE)));

    assertThat(loaded(), is(empty()));
  }

  @Test
  void rowsThatCopyRefusesAreIsolatedHereToo() throws Exception {
    run("CREATE TABLE " + name + " (id BIGINT NOT NULL, place VARCHAR(4))");

    runRejecting(asJson().withRowErrors(RowErrors.ISOLATE), List.of(OSLO, PARIS), "REFUSED place");

    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  @Test
  void keysOfAnUpsertAreReplaced() throws Exception {
    places = places.withKeys("id");
    run(asJson(), OSLO, PARIS);

    run(asJson().withLoadId("2"), place(1L, "Lima"));

    assertThat(loaded(), is(List.of(List.of("1", "Lima"), List.of("2", "Paris"))));
  }
}
