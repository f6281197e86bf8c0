package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.HangLimit;
import dev.headrace.io.redshift.write.TroubledStores.Trouble;
import java.sql.SQLException;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A write that dies or fails at any operation of its object store, and is then run anew. */
@HangLimit
class TroubledStoreTest extends RowsFixture {
  private static final Row OSLO = place(1L, "Oslo");
  private static final Row PARIS = place(2L, "Paris");

  /** What a write does whose one file holds a row that COPY refuses. */
  private static final List<String> OPERATIONS =
      List.of(
          "put", // the file
          "put", // its manifest
          "put", // its rows as JSON
          "put", // their manifest
          "put", // the rows that were refused
          "list", // what was staged for COPY
          "delete", "list", // the file, and what bundles that died have left
          "delete");

  @BeforeEach
  void emptyStaging() {
    for (String key : staged()) {
      s3().client().deleteObject(r -> r.bucket(BUCKET).key(key));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriteIsAppliedOnceAndLeavesNothingBehind(Trouble trouble) throws Exception {
    for (int number = 1; number <= OPERATIONS.size(); number++) {
      nameTables();
      namePlaces();
      makeANarrowTable();
      String operation = OPERATIONS.get(number - 1) + ", operation " + number;

      assertThat(operation, inTrouble(trouble, number), is(OPERATIONS.get(number - 1)));
      runRejecting(isolating(), List.of(OSLO, PARIS), "REFUSED place");

      assertThat(operation, loaded(), is(List.of(List.of("1", "Oslo"))));
      assertThat(operation, ledgerRows(), is(1L));
      assertThat(operation, stagedButRefusedRows(), is(empty()));
    }
    nameTables();
    namePlaces();
    makeANarrowTable();
    assertThat("no more", inTrouble(trouble, OPERATIONS.size() + 1), is(""));
  }

  private void makeANarrowTable() throws SQLException {
    run("CREATE TABLE " + name + " (id BIGINT NOT NULL, place VARCHAR(4))");
  }

  private WriteRows<Row> isolating() {
    return writeRows().withSlices(1).withRowErrors(RowErrors.ISOLATE);
  }

  /** Those stay, for who finds the load applied. */
  private static List<String> stagedButRefusedRows() {
    return staged().stream().filter(key -> !key.startsWith("staging/refused-")).toList();
  }

  /** Runs a write, and tells which operation the trouble came at. */
  private String inTrouble(Trouble trouble, int number) {
    TroubledStores stores = TroubledStores.of(s3().endpoint(), trouble, number);
    try {
      run(isolating().withStaging(stores, STAGING), OSLO, PARIS);
    } catch (RuntimeException | TroubledStores.Death e) {
      if (stores.met().isEmpty()) {
        throw e;
      }
    }
    return stores.met();
  }
}
