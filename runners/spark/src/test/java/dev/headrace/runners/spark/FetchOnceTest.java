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
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
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
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final AtomicInteger READ = new AtomicInteger();
  private static final AtomicInteger FAILED_TASKS = new AtomicInteger();

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

  /** Takes from Spark whatever it keeps, as soon as a task is over. */
  private static final class Evicting extends SparkListener {
    private final JavaSparkContext context;
    private final AtomicInteger evicted = new AtomicInteger();

    Evicting(JavaSparkContext context) {
      this.context = context;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (!task.taskInfo().successful()) {
        FAILED_TASKS.incrementAndGet();
      }
      context
          .getPersistentRDDs()
          .values()
          .forEach(
              kept -> {
                kept.unpersist(false);
                evicted.incrementAndGet();
              });
    }
  }

  private static Answer answer(Received request) {
    boolean dead = request.parameter("n", 0) % 100 < 3;
    return dead ? Answer.status(500) : Answer.json("{\"n\":" + request.parameter("n", 0) + "}");
  }

  @BeforeEach
  void beginAnew() {
    READ.set(0);
    FAILED_TASKS.set(0);
  }

  @Test
  void requestsThatArriveAreThePlannedAndTheRetriesThatAreTold() throws Exception {
    try (StubApi api = StubApi.start(FetchOnceTest::answer);
        JavaSparkContext context =
            new JavaSparkContext(new SparkConf().setAppName("once").setMaster("local[4,4]"))) {
      Evicting evicting = new Evicting(context);
      context.sc().addSparkListener(evicting);

      RunManifest manifest = ingest(api, context);

      context.sc().listenerBus().waitUntilEmpty(PATIENCE.toMillis());
      manifest.requireBalance();
      assertThat(manifest.count(Account.PLANNED), is((long) REQUESTS));
      assertThat(manifest.count(Account.LANDED), is((long) REQUESTS - DEAD));
      assertThat(manifest.count(Account.DEAD), is((long) DEAD));
      assertThat((long) api.requestCount(), is(REQUESTS + manifest.count(Account.RETRIES)));
      assertThat("kept and taken", evicting.evicted.get(), is(greaterThan(0)));
      assertThat("tasks failed", FAILED_TASKS.get(), is(1));
    }
  }

  private RunManifest ingest(StubApi api, JavaSparkContext context) throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(SparkRunner.class);
    options.as(SparkPipelineOptions.class).setUsesProvidedSparkContext(true);
    options.as(SparkContextOptions.class).setProvidedSparkContext(context);
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
