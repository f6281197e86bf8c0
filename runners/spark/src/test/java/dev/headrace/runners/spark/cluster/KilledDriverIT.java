package dev.headrace.runners.spark.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run of which the driver is killed, and that is submitted again, ends as one left alone. */
@ExtendWith(OnCluster.class)
class KilledDriverIT {
  private static final RunOf FLIGHTS = RunOf.slice();

  private static final int EXECUTORS = 2;

  private final ClusterKit kit;

  KilledDriverIT(ClusterKit kit) {
    this.kit = kit;
  }

  @Test
  void whileItIngests() throws Exception {
    try (ApiProcess api = kit.startApi(FLIGHTS)) {
      api.holdAfter(60);
      try (SubmittedRun killed = kit.start(Place.CLUSTER, FLIGHTS, api)) {
        api.awaitHeld(RunOf.IN_FLIGHT);
        killed.kill();
        // Its executors would land what is let go, beside the run that goes on.
        Patience.until("the executors ended", () -> kit.cluster().executors().isEmpty());
        api.release();

        requireUndisturbed(killed, api);
        killed.requireAllRequestsTold(api, EXECUTORS);
      }
    }
  }

  @Test
  void whileItReprocesses() throws Exception {
    try (ApiProcess api = kit.startApi(FLIGHTS);
        HeldCalls writing =
            HeldCalls.writing(kit.standIns().relay(), 1, "^/transformed/.*\\.parquet$");
        SubmittedRun killed = kit.start(Place.CLUSTER, FLIGHTS, api)) {
      writing.await();
      int fetched = api.arrived().size();
      killed.kill();
      writing.close();

      requireUndisturbed(killed, api);
      assertThat("nothing is fetched for it", api.arrived().size(), is(fetched));
    }
  }

  private void requireUndisturbed(SubmittedRun killed, ApiProcess api) throws Exception {
    try (SubmittedRun again = kit.startAgain(killed, Place.CLUSTER, FLIGHTS, api)) {
      assertThat(again.result(), is(kit.undisturbed(FLIGHTS)));
    }
  }
}
