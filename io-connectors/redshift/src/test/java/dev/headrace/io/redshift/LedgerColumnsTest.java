package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.headrace.io.redshift.RedshiftIO.LoadFiles;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger tells of where a load came from, if it has the columns. */
class LedgerColumnsTest extends WaysFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);

  private static Pipeline job(String name) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setJobName(name);
    return Pipeline.create(options);
  }

  private List<String> origin() throws SQLException {
    return rows("SELECT manifest_uri, job_name FROM " + ledger).get(0);
  }

  @Test
  void theLedgerTellsTheJobAndTheManifestsOfFiles() throws Exception {
    StoredObject file = file(OSLO);
    LoadFiles load =
        RedshiftIO.loadFiles(appended)
            .withConnection(warehouse())
            .withStaging(stores(), STAGING)
            .withLoadId("1")
            .withLedger(ledger);
    Pipeline pipeline = job("nightly");
    pipeline.apply(Create.of(List.of(file)).withCoder(StoredObject.CODER)).apply(load);

    pipeline.run().waitUntilFinish();

    String key = rows("SELECT load_key FROM " + ledger).get(0).get(0);
    assertThat(origin(), is(List.of(STAGING + "/" + key + "/", "nightly")));
  }

  @Test
  void theLedgerTellsTheJobOfRowsAlsoIfItsNameIsLong() throws Exception {
    Pipeline pipeline = job("№".repeat(600));
    pipeline.apply(Create.of(List.of(place(1L, "Oslo"))).withRowSchema(SCHEMA)).apply(writeRows());

    pipeline.run().waitUntilFinish();

    assertThat(origin().get(0), startsWith(STAGING));
    assertThat(origin().get(0), endsWith("/"));
    assertThat(origin().get(1), is("№".repeat(170)));
  }

  @ParameterizedTest
  @EnumSource
  void aLedgerThatAnEarlierVersionMadeIsWrittenToAsItIs(Way way) throws Exception {
    run(
        "CREATE TABLE "
            + ledger
            + " (load_key VARCHAR(64) NOT NULL, load_id VARCHAR(512) NOT NULL,"
            + " destination VARCHAR(400) NOT NULL, disposition VARCHAR(32) NOT NULL,"
            + " file_count BIGINT NOT NULL, row_count BIGINT NOT NULL, byte_count BIGINT NOT NULL,"
            + " fingerprint VARCHAR(64) NOT NULL, attempt VARCHAR(64) NOT NULL,"
            + " committed_at TIMESTAMP NOT NULL)");
    StoredObject file = file(OSLO);

    for (Status status : Arrays.asList(Status.LOADED, Status.ALREADY_LOADED)) {
      assertThat(load(by(way), appended, "1", file).status(), is(status));
    }

    assertThat(readings(), is(sorted(OSLO)));
    assertThat(
        rows("SELECT file_count, row_count, byte_count FROM " + ledger),
        is(List.of(List.of("1", "1", String.valueOf(file.bytes())))));
  }
}
