package dev.headrace.io.redshift.load;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

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

class StageTest extends WarehouseFixture {
  private static final Pattern MANIFEST = Pattern.compile("COPY \"headrace_stage\" FROM '([^']+)'");

  /** A session that takes everything, and counts as many rows as it is told. */
  private static final class Recorded implements RedshiftSession {
    private final String rows;
    private final List<String> manifests = new ArrayList<>();

    Recorded(long rows) {
      this.rows = String.valueOf(rows);
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
      return List.of(new SqlRow(List.of(rows)));
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
    RedshiftTable table =
        RedshiftTable.of(appended.name(), List.of(new Column("id", "VARCHAR(9)", true)));
    Load load = new Load("1", table.name(), files);
    Recorded session = new Recorded(load.rows());
    try (ObjectStore store = new S3Store(s3().endpoint())) {
      new Stage(
              new LoadPlan(table, options, ledger),
              new Staging(store, STAGING, load),
              "default",
              load)
          .run(session, new Refusals(load, 0));

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
