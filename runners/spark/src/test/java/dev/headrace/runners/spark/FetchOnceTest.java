package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.http.pages.Page;
import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.http.policy.Retries;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.pipelines.run.Ingest;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.StartedRun;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.Received;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.store.ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand requests on Spark, of which three in a hundred fail for good, while everything that
 * Spark keeps is taken from it and one task dies half-way.
 */
class FetchOnceTest {
  private static final int REQUESTS = 10_000;
  private static final int DEAD = 300;
  private static final AtomicInteger READ = new AtomicInteger();

  @TempDir Path folder;

  /** A paginator with a bug that shows once. */
  private static final class FailingOnce implements Paginator {
    private static final long serialVersionUID = 1L;

    @Override
    public Page after(RawResponse response) {
      if (READ.incrementAndGet() == REQUESTS / 3) {
        throw new IllegalStateException("A bug, on purpose");
      }
      return Page.last();
    }
  }

  private static Answer answer(Received request) {
    boolean dead = request.parameter("n", 0) % 100 < 3;
    return dead ? Answer.status(500) : Answer.json("{\"n\":" + request.parameter("n", 0) + "}");
  }

  @BeforeEach
  void beginAnew() {
    READ.set(0);
  }

  @Test
  void requestsThatArriveAreThePlannedAndTheRetriesThatAreTold() throws Exception {
    try (StubApi api = StubApi.start(FetchOnceTest::answer);
        Evicting spark = Evicting.start("local[4,4]")) {
      RunManifest manifest = ingest(api, spark);
      Evicting.Seen seen = spark.seen();

      manifest.requireBalance();
      assertThat(manifest.count(Account.PLANNED), is((long) REQUESTS));
      assertThat(manifest.count(Account.LANDED), is((long) REQUESTS - DEAD));
      assertThat(manifest.count(Account.DEAD), is((long) DEAD));
      assertThat((long) api.requestCount(), is(REQUESTS + manifest.count(Account.RETRIES)));
      assertThat("kept and taken", seen.evicted(), is(greaterThan(0)));
      assertThat("tasks failed", seen.failedTasks(), is(1));
    }
  }

  private RunManifest ingest(StubApi api, Evicting spark) throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    spark.applyTo(options);
    PipelineDefinition definition =
        NumberedItems.define(api.baseUri(), REQUESTS, new FailingOnce());
    RunSettings settings =
        NumberedItems.settings(folder)
            .retries(
                Retries.defaults()
                    .withMaxAttempts(3)
                    .withDelays(Duration.ofMillis(1), Duration.ofMillis(5)))
            .build();
    try (ObjectStore store = ObjectStores.open(options)) {
      StartedRun run = StartedRun.start(definition, settings, store, Clock.systemUTC());
      Pipeline pipeline = Pipeline.create(options);
      Ingest.build(pipeline, run);
      pipeline.run().waitUntilFinish();
      return Commit.read(store, run.paths().rawManifest()).orElseThrow();
    }
  }
}
