package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.load.LoadOptions;
import dev.headrace.io.redshift.load.LoadOptions.SchemaUpdate;
import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Loader;
import dev.headrace.io.redshift.load.Reading;
import dev.headrace.testdata.redshift.StatementFaults.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a failure is worth another try does not depend on how Redshift is reached. */
@Timeout(300)
class ConflictsByWayTest extends WaysFixture {
  private static final Reading OSLO = Reading.of("a", "Oslo", 1);

  /** As Redshift tells it; the Data API leaves the state out. */
  private record Failure(String state, String message) {}

  private static final List<Failure> CONFLICTS =
      List.of(
          new Failure("40P01", "ERROR: deadlock detected"),
          new Failure("40001", "ERROR: could not serialize access due to concurrent update"),
          new Failure("XX000", "ERROR: 1023 Detail: Serializable isolation violation on table - 7"),
          new Failure(
              "XX000",
              "ERROR: could not complete because of conflict with concurrent transaction"));
  private static final List<Failure> LOST =
      List.of(
          new Failure("57P01", "FATAL: terminating connection due to administrator command"),
          new Failure(
              "57P02", "WARNING: terminating connection because of crash of another process"));

  private static Stream<Arguments> conflicts() {
    return byEveryWay(CONFLICTS);
  }

  private static Stream<Arguments> lost() {
    return byEveryWay(LOST);
  }

  private static Stream<Arguments> byEveryWay(List<Failure> failures) {
    return Arrays.stream(Way.values())
        .flatMap(way -> failures.stream().map(failure -> Arguments.of(failure, way)));
  }

  @AfterEach
  void clearFaults() {
    redshift().faults().clear();
  }

  private static void failOnce(String pattern, Failure failure) {
    redshift().faults().failBefore(pattern, 1, failure.state(), failure.message());
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void aConflictOfTheApplyIsTriedAgainWithWhatWasStaged(Failure conflict, Way way)
      throws Exception {
    failOnce("^LOCK", conflict);

    assertThat(load(by(way), appended, "1", file(OSLO)).status(), is(Status.LOADED));

    assertThat(copies(appended, "1"), is(1L));
    assertThat(readings(), is(sorted(OSLO)));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void aConflictIsCountedByItsState(Failure conflict, Way way) {
    failOnce("^LOCK", conflict);
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(List.of(place(1L, "Oslo"))).withRowSchema(SCHEMA))
        .apply(writeRows().withConnection(by(way)));

    PipelineResult done = pipeline.run();
    done.waitUntilFinish();

    Map<String, Long> counters = new TreeMap<>();
    MetricsFilter ofLoads =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace(Loader.class)).build();
    done.metrics()
        .queryMetrics(ofLoads)
        .getCounters()
        .forEach(c -> counters.put(c.getName().getName(), c.getCommitted()));
    assertThat(counters, is(Map.of("applyRetries." + conflict.state(), 1L)));
  }

  private static Stream<Arguments> steps() {
    List<String> steps =
        List.of(
            "^CREATE TABLE IF NOT EXISTS \"ledger",
            "^CREATE TABLE IF NOT EXISTS \"public\"",
            "^SELECT 0, ordinal_position",
            "^ALTER .* ADD COLUMN",
            "^ALTER .* TYPE",
            "^SELECT row_count");
    return Arrays.stream(Way.values())
        .flatMap(way -> steps.stream().map(step -> Arguments.of(step, way)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aConflictBeforeTheApplyIsTriedAgainInTheSameSession(String step, Way way) throws Exception {
    if (!step.contains("CREATE TABLE")) {
      run(
          "CREATE TABLE %s (id VARCHAR(1) NOT NULL, version BIGINT, tags SUPER)"
              .formatted(appended.name()));
    }
    options =
        LoadOptions.DEFAULTS.withSchemaUpdates(
            SchemaUpdate.ADD_COLUMNS, SchemaUpdate.WIDEN_VARCHARS);
    List<Fault> faults = new ArrayList<>();
    for (Failure conflict : CONFLICTS) {
      faults.add(
          redshift()
              .faults()
              .failBefore(step, faults.size() + 1, conflict.state(), conflict.message()));
    }
    List<String> statements = Collections.synchronizedList(new ArrayList<>());
    redshift().faults().watch(statements::add);

    assertThat(load(by(way), appended, "1", file(OSLO)).status(), is(Status.LOADED));

    for (Fault fault : faults) {
      assertThat(fault.met().isPresent(), is(true));
    }
    assertThat(
        statements.stream().filter(sql -> sql.startsWith("SELECT pg_backend_pid()")).count(),
        is(1L));
    assertThat(readings(), is(sorted(OSLO)));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aSessionThatIsEndedBeginsAnew(Failure ended, Way way) throws Exception {
    failOnce("^LOCK", ended);

    assertThat(load(by(way), appended, "1", file(OSLO)).status(), is(Status.LOADED));

    assertThat(copies(appended, "1"), is(2L));
    assertThat(readings(), is(sorted(OSLO)));
    assertThat(ledgerRows(), is(1L));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void aSessionThatIsEndedDuringItsCopyBeginsAnew(Failure ended, Way way) throws Exception {
    failOnce("^COPY", ended);

    assertThat(load(by(way), appended, "1", file(OSLO)).status(), is(Status.LOADED));

    assertThat(readings(), is(sorted(OSLO)));
  }
}
