package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.load.Results;
import dev.headrace.io.redshift.rows.RowPolicy;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class MillionRowsTest extends RowsFixture {
  private static final int FILES = 3;
  private static final long ROWS = 1_000_000;

  @Test
  void aMillionRowsOfThreeFilesAllArriveAndAreWrittenDown() throws Exception {
    RedshiftTable table =
        RedshiftTable.of(
            name,
            List.of(
                Column.converted("id", "BIGINT", false),
                Column.converted("place", "VARCHAR(20)", true)));
    List<StoredObject> files = new ArrayList<>();
    try (ObjectStore store = stores().open(PipelineOptionsFactory.create())) {
      for (int file = 0; file < FILES; file++) {
        files.add(staged(table, store, ROWS * file / FILES, ROWS * (file + 1) / FILES));
      }
    }

    LoadResult result = load(table, "1", files.toArray(new StoredObject[0]));

    assertThat(Results.brief(result), is(LoadResult.of("1", name, LoadResult.Status.LOADED, ROWS)));
    assertThat(
        rows(
            "SELECT COUNT(*), COUNT(DISTINCT id), SUM(id), COUNT(place),"
                + " COUNT(CASE WHEN place = 'place ' || id % 1000 THEN 1 END) FROM "
                + name),
        is(
            List.of(
                List.of(
                    text(ROWS),
                    text(ROWS),
                    text(ROWS * (ROWS - 1) / 2),
                    text(ROWS - ROWS / 10),
                    text(ROWS - ROWS / 10)))));
    assertThat(
        rows("SELECT load_id, row_count, file_count, byte_count FROM " + ledger),
        is(
            List.of(
                List.of(
                    "1",
                    text(ROWS),
                    text(FILES),
                    text(files.stream().mapToLong(StoredObject::bytes).sum())))));
    assertThat(copies(table, "1"), is(1L));
  }

  private static String text(long number) {
    return String.valueOf(number);
  }

  /** One file, of which each tenth row has no place. */
  private StoredObject staged(RedshiftTable table, ObjectStore store, long from, long to)
      throws Exception {
    try (TableWriter writer =
        new TableWriter(
            table,
            store,
            STAGING + "/million/",
            RowPolicy.STRICT,
            StagingFormat.PARQUET,
            1L << 30)) {
      for (long id = from; id < to; id++) {
        String place = id % 10 == 0 ? null : "place " + id % 1_000;
        writer.write(Row.withSchema(SCHEMA).attachValues(id, place));
      }
      return writer.finish().get(0).object();
    }
  }
}
