package dev.headrace.runners.spark.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.flights.FlightsApi;
import dev.headrace.testdata.flights.FlightsApi.Expected;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run whose data does not fit into the memory of its executors comes to the same. */
@ExtendWith(OnCluster.class)
class SmallHeapIT {
  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  /** What Spark says when it keeps on the disk what it would rather keep in memory. */
  private static final Pattern DOES_NOT_FIT =
      Pattern.compile("Not enough space to cache rdd|spilling|Spilling");

  private final ClusterKit kit;

  SmallHeapIT(ClusterKit kit) {
    this.kit = kit;
  }

  @Test
  void whatDoesNotFitIntoMemoryIsNotFetchedAgain() throws Exception {
    RunOf slice = RunOf.slice();

    // Of the heap, Spark may use 0.4 MB for data.
    requireTheSame(
        slice,
        kit.undisturbed(slice),
        FlightsApi.of(RunOf.COPIES).expected(START, Instant.parse("2001-01-04T00:00:00Z")),
        "spark.memory.fraction=0.001");
  }

  @Test
  @Tag("long")
  void threeMillionFlightsGoThrough700Megabytes() throws Exception {
    int copies = 10 * RunOf.COPIES;
    RunOf flights = RunOf.flights(copies, "2001-04-01", 5_000);
    CollectedResult roomy;
    try (ApiProcess api = kit.startApi(flights);
        SubmittedRun run = kit.start(Place.SPARK_LOCAL, flights, api)) {
      roomy = run.result();
    }

    // Of the heap, Spark may use 4 MB for data: in all that is left of 700 MB these flights fit.
    requireTheSame(
        flights,
        roomy,
        FlightsApi.of(copies).expected(START, Instant.parse("2001-04-01T00:00:00Z")),
        "spark.memory.fraction=0.01");
  }

  private void requireTheSame(RunOf flights, CollectedResult roomy, Expected served, String... conf)
      throws Exception {
    long before = doesNotFit();
    try (ApiProcess api = kit.startApi(flights);
        SubmittedRun run = kit.start(Place.CLUSTER, flights, api, small(conf))) {
      CollectedResult small = run.result();

      assertThat("kept on the disk", doesNotFit(), is(greaterThan(before)));
      assertThat(small, is(roomy));
      run.requireAllRequestsTold(api);
      assertThat(small.reprocessed().get("PARSED"), is(served.records()));
      assertThat(small.reprocessed().get("DEAD"), is(served.malformed()));
      assertThat(small.reprocessed().get("DUPLICATES"), is(served.updates()));
      assertThat(small.reprocessed().get("WRITTEN"), is(served.keys()));
    }
  }

  private static String[] small(String... conf) {
    String[] all = java.util.Arrays.copyOf(conf, conf.length + 1);
    all[conf.length] = "spark.executor.memory=700m";
    return all;
  }

  private long doesNotFit() throws Exception {
    return kit.executorLines().stream().filter(line -> DOES_NOT_FIT.matcher(line).find()).count();
  }
}
