package dev.headrace.runners.spark.cluster;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.s3.S3Relay;
import dev.headrace.testdata.s3.S3Trouble;
import dev.headrace.testdata.s3.S3Trouble.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run comes to the same when one of ten calls to S3 fails and another one is late. */
@ExtendWith(OnCluster.class)
class TroubledS3IT {
  private static final RunOf FLIGHTS = RunOf.slice();

  private final ClusterKit kit;

  TroubledS3IT(ClusterKit kit) {
    this.kit = kit;
  }

  @Test
  void slowDownsResetsLostAnswersAndDelaysChangeNothing() throws Exception {
    CollectedResult undisturbed = kit.undisturbed(FLIGHTS);
    S3Relay relay = kit.standIns().relay();
    S3Trouble trouble = S3Trouble.oneOfTen();
    relay.let(trouble);
    try (ApiProcess api = kit.startApi(FLIGHTS);
        SubmittedRun run = kit.start(Place.CLUSTER, FLIGHTS, api)) {
      assertThat(run.result(), is(undisturbed));
      run.requireAllRequestsTold(api);
    } finally {
      relay.let(S3Trouble.none());
    }
    assertThat(trouble.met().toString(), trouble.met().keySet(), containsInAnyOrder(Fate.values()));
  }
}
