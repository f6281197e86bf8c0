package dev.headrace.io.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Column;

class EvolutionTest {
  private static final TableId TABLE = TableId.of("lake", "readings");

  private static Column column(String name, String type) {
    return Column.builder().name(name).type(type).build();
  }

  private static GlueColumn wanted(String name, String type) {
    return new GlueColumn(name, type, null, true);
  }

  private static Evolution evolve(List<Column> existing, GlueColumn... wanted) {
    return Evolution.of(TABLE, existing, List.of(wanted));
  }

  private static String refusalOf(List<Column> existing, GlueColumn... wanted) {
    return String.valueOf(
        assertThrows(IncompatibleTableException.class, () -> evolve(existing, wanted))
            .getMessage());
  }

  @Test
  void newColumnsGoToTheEndAndTheOthersKeepTheirPlaces() {
    Evolution evolution =
        evolve(
            List.of(column("b", "int"), column("a", "string")),
            wanted("new1", "date"),
            wanted("a", "string"),
            wanted("new2", "array<int>"),
            wanted("b", "int"));

    assertThat(
        evolution.columns(),
        is(
            List.of(
                column("b", "int"),
                column("a", "string"),
                column("new1", "date"),
                column("new2", "array<int>"))));
    assertThat(evolution.added(), is(List.of("new1", "new2")));
    assertThat(evolution.changesPartitions(), is(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int           | bigint",
        "INTEGER       | bigint",
        "float         | double",
        "decimal(9,2)  | decimal(10,2)",
        "decimal(9, 2) | decimal(38,2)",
      })
  void aColumnMayBecomeWider(String from, String to) {
    Evolution evolution = evolve(List.of(column("a", from)), wanted("a", to));

    assertThat(evolution.columns(), is(List.of(column("a", to))));
    assertThat(evolution.widened(), is(List.of("a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bigint         | int",
        "double         | float",
        "int            | double",
        "bigint         | double",
        "int            | string",
        "string         | int",
        "date           | timestamp",
        "decimal(10,2)  | decimal(9,2)",
        "decimal(10,2)  | decimal(12,3)",
        "decimal(10,2)  | decimal(10,1)",
        "int            | decimal(10,0)",
        "array<int>     | array<bigint>",
        "struct<a:int>  | struct<a:int,b:int>",
        "map<string,int>| map<string,bigint>",
      })
  void aChangeThatIsNoWideningIsRefusedWithTheColumnAndBothTypes(String from, String to) {
    assertThat(
        refusalOf(List.of(column("a", from)), wanted("a", to)),
        containsString("the column a is " + from + " and would become " + to + ", but only"));
  }

  @Test
  void aColumnThatIsMissingOrRenamedIsRefusedByName() {
    assertThat(
        refusalOf(List.of(column("old", "int"), column("b", "int")), wanted("b", "int")),
        containsString("the column old (int) is not in the schema"));
    assertThat(
        refusalOf(List.of(column("old", "int")), wanted("new", "int")),
        containsString("can be neither removed nor renamed"));
  }

  @Test
  void aNewColumnThatNeedsAValueIsRefused() {
    assertThat(
        refusalOf(List.of(), new GlueColumn("new", "int", null, false)),
        containsString("the new column new (int) must be a union with null"));
  }

  @Test
  void allFaultsAreTold() {
    assertThat(
        refusalOf(
            List.of(column("a", "bigint"), column("b", "int")),
            wanted("a", "int"),
            new GlueColumn("c", "int", null, false)),
        allOf(
            containsString("lake.readings"),
            containsString("column a"),
            containsString("column b"),
            containsString("column c")));
  }

  @Test
  void anotherSpellingOfTheSameIsNoChange() {
    List<Column> existing =
        List.of(column("Level", "INTEGER"), column("d", "Decimal(9, 2)"), column("s", "STRING"));

    Evolution evolution =
        evolve(
            existing, wanted("level", "int"), wanted("d", "decimal(9,2)"), wanted("s", "string"));

    assertThat(evolution.changesTable(), is(false));
    assertThat(evolution.columns(), is(existing));
  }

  @Test
  void aCommentIsTheSchemasOrStays() {
    Column theirs = column("a", "int").toBuilder().comment("Theirs").build();

    assertThat(evolve(List.of(theirs), wanted("a", "int")).changesTable(), is(false));
    Evolution commented = evolve(List.of(theirs), new GlueColumn("a", "int", "Ours", true));
    assertThat(commented.columns().get(0).comment(), is("Ours"));
    assertThat(commented.changesTable(), is(true));
    assertThat(commented.changesPartitions(), is(false));
  }
}
