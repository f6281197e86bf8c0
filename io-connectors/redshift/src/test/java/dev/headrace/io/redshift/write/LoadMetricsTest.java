package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.redshift.RedshiftIO;
import dev.headrace.io.redshift.load.Loader;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.testdata.redshift.Isolation;
import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a load is counted and timed by. */
class LoadMetricsTest extends RowsFixture {
  private static final Row OSLO = place(1L, "Oslo");
  private static final String CONFLICT =
      "ERROR: 1023 Detail: Serializable isolation violation on table - 7";

  private final Map<String, Long> counters = new TreeMap<>();
  private final Map<String, DistributionResult> times = new TreeMap<>();

  @AfterEach
  void goOnUndisturbed() {
    redshift().faults().clear();
    redshift().isolate(Isolation.SNAPSHOT);
  }

  private void run(WriteRows<Row> write) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(List.of(OSLO)).withRowSchema(SCHEMA)).apply(write);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    for (Class<?> counting : List.of(Loader.class, RedshiftSession.class)) {
      MetricQueryResults found =
          result
              .metrics()
              .queryMetrics(
                  MetricsFilter.builder()
                      .addNameFilter(MetricNameFilter.inNamespace(counting))
                      .build());
      found.getCounters().forEach(c -> counters.put(c.getName().getName(), c.getCommitted()));
      found.getDistributions().forEach(d -> times.put(d.getName().getName(), d.getCommitted()));
    }
  }

  private DistributionResult time(String name) {
    return Objects.requireNonNull(times.get(name), name);
  }

  private void assertTimedOnce(String name) {
    assertThat(name, time(name).getCount(), is(1L));
    assertThat(name, time(name).getMin(), is(greaterThanOrEqualTo(0L)));
  }

  @Test
  void aLoadTellsHowLongItsCopyItsLockAndItsTransactionTook() {
    run(writeRows());

    assertTimedOnce("copyMs");
    assertTimedOnce("lockMs");
    assertTimedOnce("applyMs");
    assertThat(counters, not(hasKey("applyRetries.XX000")));
    assertThat(counters, not(hasKey("inDoubtResolved")));
  }

  @Test
  void threeConflictsAreThreeRetriesOfOneLoadWhereTransactionsAreSerializable() throws Exception {
    redshift().isolate(Isolation.SERIALIZABLE);
    for (int number = 1; number <= 3; number++) {
      redshift().faults().failBefore("^INSERT INTO \"public\"", number, "XX000", CONFLICT);
    }

    run(writeRows());

    assertThat(counters.get("applyRetries.XX000"), is(3L));
    assertThat(time("lockMs").getCount(), is(4L));
    assertTimedOnce("applyMs");
    assertTimedOnce("copyMs");
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
    assertThat(ledgerRows(), is(1L));
  }

  @Test
  void aCommitInDoubtIsCountedWhenItIsResolved() throws Exception {
    redshift().faults().dropAfter("^COMMIT$", 1);

    run(writeRows());

    assertThat(counters.get("inDoubtResolved"), is(1L));
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  @Test
  void manifestsThatCannotBeRemovedAreCounted() throws Exception {
    run(
        writeRows()
            .withStaging(new WriteCareTest.Undeletable(s3().endpoint()), STAGING + "/denied"));

    assertThat(counters.get("cleanupFailures"), is(1L));
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  /** The only counts that there are of a run that fails. */
  private static Map<String, Long> attempted(PipelineResult result, Class<?> counting) {
    Map<String, Long> found = new TreeMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(counting)).build())
        .getCounters()
        .forEach(c -> found.put(c.getName().getName(), c.getAttempted()));
    return found;
  }

  private static void assertCountedAsFailed(Pipeline pipeline, Class<?> counting) {
    pipeline.getOptions().as(DirectOptions.class).setBlockOnRun(false);
    PipelineResult result = pipeline.run();
    assertThrows(Exception.class, result::waitUntilFinish);
    // The runner tells of the failure a moment before it has counted.
    while (!attempted(result, counting).containsKey("loads.FAILED")
        && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    assertThat(attempted(result, counting).get("loads.FAILED"), is(1L));
    assertThat(attempted(result, counting), not(hasKey("loads.LOADED")));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aLoadOfRowsThatFailsIsCounted() {
    redshift().faults().failBefore("^INSERT INTO \"public\"", 1, "42501", "permission denied");
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(List.of(OSLO)).withRowSchema(SCHEMA)).apply(writeRows());

    assertCountedAsFailed(pipeline, WriteRows.class);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aLoadThatFailsOverRejectedRowsIsCounted() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(List.of(place(1L, "too long"))).withRowSchema(SCHEMA))
        .apply(writeRows().withRowErrors(RowErrors.FAIL_LOAD));

    assertCountedAsFailed(pipeline, WriteRows.class);
  }

  private Pipeline loadingFiles() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.empty(StoredObject.CODER))
        .apply(
            RedshiftIO.loadFiles(appended)
                .withConnection(warehouse())
                .withStaging(stores(), STAGING)
                .withLoadId("1")
                .withLedger(ledger));
    return pipeline;
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aLoadOfFilesThatFailsIsCountedAndSoIsOneThatIsDoneAlready() {
    redshift().faults().failBefore("^LOCK", 1, "42501", "permission denied");
    assertCountedAsFailed(loadingFiles(), RedshiftIO.class);
    redshift().faults().clear();

    for (String status : List.of("loads.LOADED", "loads.ALREADY_LOADED")) {
      PipelineResult result = loadingFiles().run();
      result.waitUntilFinish();
      assertThat(attempted(result, RedshiftIO.class).get(status), is(1L));
    }
  }
}
