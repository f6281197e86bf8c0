package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.io.redshift.load.Loader;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.testdata.redshift.Isolation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
}
