package dev.headrace.io.redshift;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.load.LoadResult.Status;
import dev.headrace.io.redshift.load.Loader;
import dev.headrace.io.redshift.load.Reading;
import java.util.Arrays;
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
