package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.headrace.io.http.HttpIO;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.http.policy.Budget;
import dev.headrace.io.lake.raw.RawLanding;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A budget that workers in JVMs of their own have to share. That no second at all has more is held
 * by the connector's own tests on a clock of theirs: here a machine that is busy with other things
 * makes a few seconds emptier and the ones after them fuller, and a worker's JVM takes its time to
 * start.
 */
class SharedBudgetTest {
  private static final int PER_SECOND = 100;
  private static final int REQUESTS = 1_500;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void allWorkersTogetherSendNoMoreThanTheBudgetAndMostOfIt(int workers) throws Exception {
    try (StubApi api = StubApi.start(request -> Answer.json("{}"));
        SparkCluster cluster = SparkCluster.start(workers)) {
      PipelineOptions options = PipelineOptionsFactory.create();
      cluster.applyTo(options);
      new SparkSetup().prepare(options);
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(Create.of(requests()).withCoder(FetchRequest.CODER))
          .apply(fetch(api).withShards(workers));
      pipeline.run().waitUntilFinish();

      assertThat(api.requestCount(), is(REQUESTS));
      assertThat(
          api.rates().median(),
          is(both(greaterThan(4 * PER_SECOND / 5)).and(lessThanOrEqualTo(PER_SECOND + 2))));
    }
  }

  private static List<FetchRequest> requests() {
    return IntStream.range(0, REQUESTS)
        .mapToObj(n -> FetchRequest.get("stub", "items", "/items?n=" + n))
        .toList();
  }

  private Fetch fetch(StubApi api) {
    String root = "file://" + folder.toAbsolutePath();
    RunPaths paths = new RunPaths(root, root, root, root, "stub", "items", "r1");
    return HttpIO.fetch(api.baseUri(), DeadLetter.Context.of("r1", "stub", "items"))
        .withPrivateAddresses()
        .landingIn(RawLanding.in(paths, ObjectStores.FACTORY))
        .withBudget(Budget.unlimited().withRequestsPerSecond(PER_SECOND));
  }
}
