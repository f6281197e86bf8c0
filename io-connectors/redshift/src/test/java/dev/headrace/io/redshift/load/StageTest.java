package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageTest extends WarehouseFixture {
  private static final Pattern MANIFEST = Pattern.compile("COPY \"headrace_stage\" FROM '([^']+)'");

  /** A session that takes everything, and tells as many rows as it is told to. */
  private static final class Recorded implements RedshiftSession {
    private final long copied;
    private final long staged;
    private final List<String> manifests = new ArrayList<>();
    private final List<String> queries = new ArrayList<>();

    /**
     * @param copied rows of the last COPY, by Redshift's word
     * @param staged rows that are in the stage
     */
    Recorded(long copied, long staged) {
      this.copied = copied;
      this.staged = staged;
    }

    @Override
    public long execute(Sql sql) {
      Matcher copy = MANIFEST.matcher(sql.text());
      if (copy.find()) {
        manifests.add(copy.group(1));
      }
      return -1;
    }

    @Override
    public List<SqlRow> query(Sql sql) {
      queries.add(sql.text());
      long rows = sql.text().contains("pg_last_copy_count()") ? copied : staged;
      return List.of(new SqlRow(List.of(String.valueOf(rows))));
    }

    @Override
    public List<Long> inTransaction(List<Sql> statements) {
      throw new UnsupportedOperationException("Nothing is applied while files are staged");
    }

    @Override
    public int backend() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static List<String> urls(ObjectStore store, String manifest) throws Exception {
    try (InputStream in = store.open(manifest)) {
      List<String> urls = new ArrayList<>();
      for (JsonNode entry : new ObjectMapper().readTree(in).get("entries")) {
        urls.add(entry.get("url").asText());
      }
      return urls;
    }
  }

  private void stage(RedshiftSession session, Load load, ObjectStore store) throws Exception {
    RedshiftTable table =
        RedshiftTable.of(load.destination(), List.of(new Column("id", "VARCHAR(9)", true)));
    LoadPlan plan = new LoadPlan(table, options, ledger);
    new Stage(plan, new Staging(store, STAGING, load), "default", load)
        .run(session, new Refusals(load, 0));
  }

  private void stage(RedshiftSession session, long rows) throws Exception {
    StoredObject file =
        StoredObject.of("s3://" + BUCKET + "/data/1.parquet", 1, rows, Sha256.of("1"));
    try (ObjectStore store = new S3Store(s3().endpoint())) {
      stage(session, new Load("1", appended.name(), List.of(file)), store);
    }
  }

  @Test
  void nobodyLooksAtTheRowsIfOneCopyTellsThatItLoadedAll() throws Exception {
    Recorded session = new Recorded(3, -1);

    stage(session, 3);

    assertThat(session.queries, contains("SELECT pg_last_copy_count()"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4})
  void theStageIsCountedIfCopyTellsOfOtherRows(long copied) throws Exception {
    Recorded session = new Recorded(copied, 3);

    stage(session, 3);

    assertThat(session.queries, hasItem(startsWith("SELECT COUNT(*) FROM")));
  }

  @Test
  void rowsThatAreNotThereFailTheLoadByBothCounts() {
    Recorded session = new Recorded(2, 2);

    Exception failure = assertThrows(IllegalStateException.class, () -> stage(session, 3));

    assertThat(
        failure.getMessage(), containsString("COPY loaded 2 rows and refused 0, but the files"));
  }

  @Test
  void moreThanTenThousandFilesAreCopiedByTwoManifestsEachFileOnce() throws Exception {
    List<StoredObject> files =
        IntStream.range(0, Stage.MAX_FILES + 1)
            .mapToObj(
                i ->
                    StoredObject.of(
                        "s3://" + BUCKET + "/data/%05d.parquet".formatted(i),
                        1,
                        1,
                        Sha256.of("" + i)))
            .toList();
    Load load = new Load("1", appended.name(), files);
    Recorded session = new Recorded(load.rows(), load.rows());
    try (ObjectStore store = new S3Store(s3().endpoint())) {
      stage(session, load, store);

      assertThat(session.queries, contains(startsWith("SELECT COUNT(*) FROM")));
      assertThat(session.manifests, hasSize(2));
      List<String> first = urls(store, session.manifests.get(0));
      List<String> second = urls(store, session.manifests.get(1));
      assertThat(first, hasSize(10_000));
      assertThat(second, hasSize(1));
      List<String> copied = new ArrayList<>(first);
      copied.addAll(second);
      assertThat(copied, is(files.stream().map(StoredObject::uri).toList()));
    }
  }
}
