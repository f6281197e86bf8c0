package dev.headrace.runners.spark.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.headrace.testdata.flights.FlightsApi;
import dev.headrace.testdata.flights.FlightsApi.Expected;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same definition comes to the same wherever it runs. */
@ExtendWith(OnCluster.class)
class EqualEverywhereIT {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  private final ClusterKit kit;

  EqualEverywhereIT(ClusterKit kit) {
    this.kit = kit;
  }

  private CollectedResult resultAt(Place place, RunOf run) throws Exception {
    try (ApiProcess api = kit.startApi(run);
        SubmittedRun submitted = kit.start(place, run, api)) {
      CollectedResult result = submitted.result();
      submitted.requireAllRequestsTold(api);
      if (place == Place.GLUE) {
        requireOlderInFront(submitted.lines());
      }
      return result;
    }
  }

  /** Else this would be a cluster as any other. */
  private static void requireOlderInFront(List<String> lines) {
    List<String> seen = lines.stream().filter(line -> line.startsWith("script: ")).toList();
    assertThat(seen.size(), is(6));
    seen.subList(1, 5).forEach(line -> assertThat(line, containsString("/older/")));
    assertThat(seen.get(5), is("script: the job returned"));
  }

  private void requireEqual(RunOf run, Place first, Place... others) throws Exception {
    CollectedResult expected = resultAt(first, run);
    assertThat(expected.lake(), not(containsString("null")));
    for (Place other : others) {
      assertThat(other.name(), resultAt(other, run), is(expected));
    }
  }

  @Test
  void earthquakes() throws Exception {
    requireEqual(RunOf.earthquakes(), Place.DIRECT, Place.SPARK_LOCAL, Place.CLUSTER, Place.GLUE);
  }

  @Test
  void aSliceOfTheFlights() throws Exception {
    RunOf slice = RunOf.slice();

    assertThat(kit.undisturbed(slice), is(resultAt(Place.DIRECT, slice)));
  }

  @Test
  @Tag("long")
  void threeHundredThousandFlights() throws Exception {
    RunOf flights = RunOf.flights(RunOf.COPIES, "2001-04-01", 500);

    requireEqual(flights, Place.SPARK_LOCAL, Place.CLUSTER, Place.GLUE);
  }

  @Test
  void aRunOnTheClusterBringsWhatTheApiServes() throws Exception {
    Expected served =
        FlightsApi.of(RunOf.COPIES).expected(START, Instant.parse("2001-01-04T00:00:00Z"));

    CollectedResult result = kit.undisturbed(RunOf.slice());

    assertThat(result.reprocessed().get("PARSED"), is(served.records()));
    assertThat(result.reprocessed().get("DEAD"), is(served.malformed()));
    assertThat(result.reprocessed().get("DUPLICATES"), is(served.updates()));
    assertThat(result.reprocessed().get("WRITTEN"), is(served.keys()));
    assertThat(result.lake(), startsWith(served.keys() + "|"));
    assertThat(result.warehouse(), startsWith(served.keys() + "|"));
    assertThat((long) result.deadLetters().size(), is(served.malformed()));
  }
}
