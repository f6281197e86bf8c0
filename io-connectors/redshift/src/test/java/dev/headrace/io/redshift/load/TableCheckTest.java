package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableCheckTest extends WarehouseFixture {

  @Test
  void aTableThatIsNotThereIsNeitherRefusedNorMade() throws Exception {
    check();

    assertThat(columns(), is(empty()));
  }

  @Test
  void aColumnThatTheLoadMayAddIsLeftToTheLoad() throws Exception {
    run("CREATE TABLE " + appended.name() + " (id VARCHAR(9), version BIGINT, tags SUPER)");
    options = LoadOptions.DEFAULTS.withSchemaUpdates(SchemaUpdate.ADD_COLUMNS);

    check();

    assertThat(columns(), is(List.of(List.of("id"), List.of("tags"), List.of("version"))));
  }

  @Test
  void aTypeThatDoesNotHoldTheValuesIsRefusedBeforeAColumnIsAdded() throws Exception {
    run("CREATE TABLE " + appended.name() + " (id VARCHAR(9), version INTEGER, tags SUPER)");
    options = LoadOptions.DEFAULTS.withSchemaUpdates(SchemaUpdate.ADD_COLUMNS);

    String checked = assertThrows(IllegalStateException.class, this::check).getMessage();
    String loaded =
        assertThrows(
                IllegalStateException.class,
                () -> load(appended, "1", file(Reading.of("a", "Oslo", 1))))
            .getMessage();

    assertThat(
        checked,
        allOf(containsString("\"version\""), containsString("INTEGER"), containsString("BIGINT")));
    assertThat(loaded, is(checked));
    assertThat(columns(), is(List.of(List.of("id"), List.of("tags"), List.of("version"))));
  }

  private void check() throws SQLException, IOException {
    TableCheck.requireColumns(warehouse(), new LoadPlan(appended, options, "headrace_ledger"));
  }

  private List<List<String>> columns() throws SQLException {
    return rows(
        "SELECT column_name FROM information_schema.columns WHERE table_name = '"
            + appended.name().replace("public.", "")
            + "' ORDER BY column_name");
  }
}
