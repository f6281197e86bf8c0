package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.load.LoadOptions.Mismatch;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table has room for four bytes where five are declared. */
class IsolatedLoadTest extends WarehouseFixture {
  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType("message place { required binary place (STRING); }");

  private RedshiftTable places;
  private List<RefusedRow> refused = List.of();

  @BeforeEach
  void makeANarrowTable() throws Exception {
    places = RedshiftTable.of(appended.name(), List.of(new Column("place", "VARCHAR(5)", true)));
    run("CREATE TABLE " + places.name() + " (place VARCHAR(4))");
  }

  private static StoredObject places(String... places) throws Exception {
    List<Group> rows = new ArrayList<>();
    for (String place : places) {
      rows.add(new SimpleGroup(TYPE).append("place", place));
    }
    return file(TYPE, rows);
  }

  private LoadResult loadFrom(String staging, StoredObject... files) throws Exception {
    try (ObjectStore store = new S3Store(s3().endpoint())) {
      Loader loader =
          new Loader(
              warehouse(),
              new LoadPlan(places, options, ledger),
              store,
              staging,
              "default",
              new Load("1", places.name(), List.of(files)),
              2);
      LoadResult result = loader.run();
      refused = loader.refused();
      return result;
    }
  }

  private List<String> refusedRows() {
    return refused.stream().map(row -> row.line() + " " + row.payload()).toList();
  }

  private List<List<String>> loaded() throws Exception {
    return rows("SELECT place FROM " + places.name() + " ORDER BY place");
  }

  private static String root(int bytes) {
    return STAGING + "/" + "x".repeat(bytes - STAGING.length() - 1);
  }

  @Test
  void badLinesOfSeveralFilesAreToldApartAlsoBelowALongStagingLocation() throws Exception {
    LoadResult result =
        loadFrom(root(154), places("Paris", "Rome", "Oslo"), places("Bonn", "Lima", "Milan"));

    assertThat(result.rows(), is(4L));
    assertThat(
        refusedRows(), containsInAnyOrder("1 {\"place\":\"Paris\"}", "3 {\"place\":\"Milan\"}"));
    assertThat(
        loaded(), is(List.of(List.of("Bonn"), List.of("Lima"), List.of("Oslo"), List.of("Rome"))));
  }

  @Test
  void aStagingLocationBelowWhichTheyWouldNotBeIsRefused() throws Exception {
    for (int bytes : new int[] {155, 200}) {
      Exception refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> loadFrom(root(bytes), places("Paris", "Rome"), places("Oslo", "Milan")));

      assertThat(
          refusal.getMessage(),
          allOf(
              containsString("must be " + (bytes - 154) + " bytes shorter"),
              containsString("SYS_LOAD_ERROR_DETAIL keeps 256 bytes")));
    }
    assertThat(loaded(), is(empty()));
  }

  @Test
  void ofALoadThatWasAppliedWithOtherDataItsRowsAreToldAndNoneThatWereRefused() throws Exception {
    loadFrom(STAGING, places("Rome", "Paris", "Oslo", "Bonn"));
    options = LoadOptions.DEFAULTS.withMismatch(Mismatch.SKIP);

    assertThat(
        Results.brief(loadFrom(STAGING, places("Lima"))),
        is(LoadResult.of("1", places.name(), Status.ALREADY_LOADED, 3)));
    assertThat(refused, is(empty()));
    assertThat(loadFrom(STAGING, places("Rome", "Paris", "Oslo", "Bonn")).rows(), is(3L));
  }

  @Test
  void whoFindsItsOwnDataAppliedIsGivenTheRowsThatWereRefused() throws Exception {
    StoredObject file = places("Rome", "Paris");
    loadFrom(STAGING, file);
    List<RefusedRow> first = refused;

    assertThat(
        Results.brief(loadFrom(STAGING, file)),
        is(LoadResult.of("1", places.name(), Status.ALREADY_LOADED, 1)));
    assertThat(refusedRows(), is(List.of("2 {\"place\":\"Paris\"}")));
    assertThat(refused, is(first));
  }
}
