package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaUpdatesTest extends WarehouseFixture {
  private static final LoadOptions BOTH =
      LoadOptions.DEFAULTS.withSchemaUpdates(SchemaUpdate.ADD_COLUMNS, SchemaUpdate.WIDEN_VARCHARS);
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);

  private void given(String columns) throws SQLException {
    run("CREATE TABLE " + appended.name() + " (" + columns + ")");
  }

  private String type(String column) throws SQLException {
    return rows("SELECT data_type || '-' || COALESCE(character_maximum_length, 0)"
            + " FROM information_schema.columns WHERE table_name = '"
            + appended.name().replace("public.", "")
            + "' AND column_name = '"
            + column
            + "'")
        .get(0)
        .get(0);
  }

  @Test
  void columnsAreAddedAndVarcharsWidenedOneByOneOutsideOfATransaction() throws Exception {
    given("id VARCHAR(1) NOT NULL, version BIGINT NOT NULL, tags SUPER NOT NULL");
    options = BOTH;
    List<String> altered = new ArrayList<>();
    Faults recorder =
        (connection, step) -> {
          if (step.startsWith("ALTER")) {
            assertThat(connection.getAutoCommit(), is(true));
            altered.add(step.substring(step.indexOf("\" ") + 2, step.indexOf(" /*")));
          }
        };

    load(warehouse(recorder), appended, "1", file(Reading.of("longer", "Oslo", 1)));

    assertThat(
        altered,
        is(
            List.of(
                "ALTER COLUMN \"id\" TYPE VARCHAR(65535)", "ADD COLUMN \"place\" VARCHAR(65535)")));
    assertThat(readings(), is(sorted(Reading.of("longer", "Oslo", 1))));
    assertThat(type("id"), is("character varying-65535"));
  }

  @Test
  void filesOfASchemaThatHasGrownFillTheColumnThatWasAdded() throws Exception {
    load(appended, "1", file(OSLO));
    Schema grown = new Schema.Parser().parse(Reading.SCHEMA.toString());
    List<Schema.Field> fields = new ArrayList<>();
    grown.getFields().forEach(f -> fields.add(new Schema.Field(f, f.schema())));
    fields.add(
        new Schema.Field("note", SchemaBuilder.builder().stringType(), null, "from the file"));
    Schema schema = Schema.createRecord("reading", null, null, false, fields);
    List<Column> columns = new ArrayList<>(appended.columns());
    columns.add(new Column("note", "VARCHAR(20)", true));
    options = BOTH;

    load(RedshiftTable.of(appended.name(), columns), "2", file(schema, List.of(OSLO)));

    assertThat(
        rows("SELECT note FROM " + appended.name() + " ORDER BY note NULLS FIRST"),
        is(List.of(Collections.singletonList(null), List.of("from the file"))));
  }

  @Test
  void whatIsThereAlreadyIsNotChangedAgain() throws Exception {
    options = BOTH;
    load(appended, "1", file(OSLO));
    List<String> altered = new ArrayList<>();
    Faults recorder =
        (connection, step) -> {
          if (step.startsWith("ALTER")) {
            altered.add(step);
          }
        };

    load(warehouse(recorder), appended, "2", file(OSLO));

    assertThat(altered, is(empty()));
  }

  @Test
  void aColumnThatAnotherJobChangedMeanwhileIsNoFailure() throws Exception {
    given("id VARCHAR(9) NOT NULL, version BIGINT NOT NULL, tags SUPER NOT NULL");
    options = BOTH;
    Faults racing =
        (connection, step) -> {
          if (step.startsWith("ALTER")) {
            run(step);
            if (step.contains(" TYPE ")) {
              // PostgreSQL widens to the same size without a word.
              throw new SQLException("target column size should be different", "0A000");
            }
          }
        };

    load(warehouse(racing), appended, "1", file(OSLO));

    assertThat(readings(), is(sorted(OSLO)));
  }

  @Test
  void eightLoadsThatAllAddAColumnAllGoWell() throws Exception {
    given("id VARCHAR(9) NOT NULL, version BIGINT NOT NULL, tags SUPER NOT NULL");
    options = BOTH;
    StoredObject file = file(OSLO);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<LoadResult>> loads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String loadId = "load " + i;
        loads.add(threads.submit(() -> load(appended, loadId, file)));
      }
      for (Future<LoadResult> load : loads) {
        assertThat(load.get().status(), is(LoadResult.Status.LOADED));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(readings().size(), is(8));
  }

  @Test
  void aColumnThatIsMissingIsNamedUnlessItMayBeAdded() throws Exception {
    given("id VARCHAR(9) NOT NULL, version BIGINT NOT NULL, tags SUPER NOT NULL");

    Exception refusal =
        assertThrows(IllegalStateException.class, () -> load(appended, "1", file(OSLO)));

    assertThat(
        refusal.getMessage(), allOf(containsString("\"place\""), containsString("ADD_COLUMNS")));
    assertThat(rows("SELECT id FROM " + appended.name()), is(empty()));
  }

  @Test
  void aColumnThatIsNeverNullIsNotAddedToRowsThatWouldHaveNone() throws Exception {
    given("id VARCHAR(9) NOT NULL, place VARCHAR(9), tags SUPER NOT NULL");
    options = BOTH;

    Exception refusal =
        assertThrows(IllegalStateException.class, () -> load(appended, "1", file(OSLO)));

    assertThat(
        refusal.getMessage(), allOf(containsString("\"version\""), containsString("never null")));
  }

  @Test
  void aTypeThatWouldHaveToChangeIsRefusedByTheColumnsName() throws Exception {
    given("id VARCHAR(9) NOT NULL, place VARCHAR(9), version INTEGER, tags SUPER NOT NULL");
    options = BOTH;

    Exception refusal =
        assertThrows(IllegalStateException.class, () -> load(appended, "1", file(OSLO)));

    assertThat(
        refusal.getMessage(),
        allOf(containsString("\"version\""), containsString("INTEGER"), containsString("BIGINT")));
    assertThat(type("version"), is("integer-0"));
  }

  @Test
  void aShortVarcharIsLeftAloneUnlessItMayBeWidened() throws Exception {
    given("id VARCHAR(9) NOT NULL, place VARCHAR(9), version BIGINT, tags SUPER NOT NULL");

    load(appended, "1", file(OSLO));

    assertThat(type("id"), is("character varying-9"));
    assertThat(readings(), is(sorted(OSLO)));
  }

  private RedshiftTable withPlaceAs(String type) {
    return RedshiftTable.of(
        appended.name(),
        appended.columns().stream()
            .map(c -> c.name().equals("place") ? Column.converted("place", type, true) : c)
            .toList());
  }

  @Test
  void aVarcharThatIsTooShortForACharStaysAVarcharAndIsWidened() throws Exception {
    given("id VARCHAR(9) NOT NULL, place VARCHAR(3), version BIGINT, tags SUPER NOT NULL");
    options = BOTH;

    load(withPlaceAs("CHAR(9)"), "1", file(OSLO));

    assertThat(type("place"), is("character varying-9"));
    assertThat(rows("SELECT TRIM(place) FROM " + appended.name()), is(List.of(List.of("Oslo"))));
  }

  @Test
  void aVarcharIsNotWrittenToACharWhichHasNoRoomForItsLetters() throws Exception {
    given("id VARCHAR(9) NOT NULL, place CHAR(9), version BIGINT, tags SUPER NOT NULL");
    options = BOTH;

    Exception refusal =
        assertThrows(
            IllegalStateException.class,
            () -> load(withPlaceAs("VARCHAR(9)"), "1", file(Reading.of("a", "Orléans", 1))));

    assertThat(
        refusal.getMessage(),
        allOf(
            containsString("\"place\""), containsString("CHAR(9)"), containsString("VARCHAR(9)")));
    assertThat(type("place"), is("character-9"));
  }

  @Test
  void aTableIsMadeOnceByTwoThatRace() throws Exception {
    StoredObject file = file(OSLO);
    AtomicBoolean raced = new AtomicBoolean();
    Faults racing =
        (connection, step) -> {
          if (step.startsWith("CREATE TABLE IF NOT EXISTS \"public\"")
              && raced.compareAndSet(false, true)) {
            run(step);
            throw new SQLException("ERROR: Relation already exists", "42P07");
          }
        };

    load(warehouse(racing), appended, "1", file);

    assertThat(readings(), is(sorted(OSLO)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIGINT         | BIGINT           | FITS",
        "INTEGER        | BIGINT           | FITS",
        "BIGINT         | INTEGER          | OTHER",
        "BIGINT         | SMALLINT         | OTHER",
        "REAL           | DOUBLE PRECISION | FITS",
        "DOUBLE PRECISION | REAL           | OTHER",
        "VARCHAR(5)     | VARCHAR(9)       | FITS",
        "VARCHAR(9)     | VARCHAR(5)       | TOO_SHORT",
        "CHAR(5)        | VARCHAR(9)       | FITS",
        "CHAR(9)        | VARCHAR(5)       | TOO_SHORT",
        "CHAR(5)        | CHAR(9)          | FITS",
        "CHAR(9)        | CHAR(5)          | FITS",
        "VARCHAR(5)     | CHAR(9)          | OTHER",
        "VARCHAR(9)     | CHAR(5)          | OTHER",
        "VARCHAR(9)     | BIGINT           | OTHER",
        "BIGINT         | VARCHAR(9)       | OTHER",
        "DECIMAL(9,2)   | DECIMAL(10,3)    | FITS",
        "DECIMAL(9,2)   | DECIMAL(9,3)     | OTHER",
        "DECIMAL(9,2)   | DECIMAL(18,1)    | OTHER",
        "DATE           | TIMESTAMP        | FITS",
        "TIMESTAMP      | DATE             | OTHER",
        "TIMESTAMP      | TIMESTAMPTZ      | FITS",
        "BOOLEAN        | INTEGER          | OTHER",
        "NUMERIC(9, 2)  | decimal(9,2)     | FITS",
        "SUPER          | WHATEVER         | FITS",
      })
  void aTypeFitsWhereNoValueIsLost(String wanted, String there, TypeFit.Fit fit) {
    assertThat(TypeFit.of(wanted, there), is(fit));
  }
}
