package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.testdata.api.EarthquakeApi;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job in a Spark context that exists already, as in AWS Glue, and in one of its own. */
class SparkJobTest {
  private static final int EVENTS = StandIns.events();
  private static final int PATIENCE_SECONDS = 300;

  @TempDir static Path folder;
  private static StandIns standIns;

  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws IOException {
    standIns = StandIns.start(folder, Script.none());
  }

  @AfterAll
  static void stop() {
    standIns.close();
  }

  private int run(List<String> args) {
    return SparkJob.run(new PrintWriter(err, true), args.toArray(String[]::new));
  }

  /** The lines of progress of a step. */
  private String told(String step) {
    return err.toString()
        .lines()
        .filter(line -> line.startsWith(step))
        .collect(Collectors.joining("\n"));
  }

  /** As Spark has it where nothing is said. */
  private static SparkConf conf() {
    return new SparkConf()
        .setMaster("local[2]")
        .setAppName("made before")
        .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
  }

  @AfterEach
  void nothingIsSharedAnyMore() {
    assertThat(SharedContext.isShared(), is(false));
    System.clearProperty("spark.master");
  }

  @Test
  void aContextThatExistsRunsAllStepsWithTheirOwnCountersAndIsLeftOpen() throws Exception {
    try (JavaSparkContext context = new JavaSparkContext(conf())) {
      assertThat(err.toString(), run(standIns.earthquakes("existing")), is(0));

      assertThat(context.sc().isStopped(), is(false));
      assertThat(context.parallelize(List.of(1, 2, 3)).count(), is(3L));
    }
    assertThat(standIns.rows(), hasSize(EVENTS));
    assertThat(told("ingest"), allOf(containsString("responses"), not(containsString("records"))));
    assertThat(
        told("reprocess"),
        allOf(containsString(EVENTS + " records"), not(containsString("responses"))));
    assertThat(
        told("load"),
        allOf(containsString(EVENTS + " rows loaded"), not(containsString("records"))));
  }

  @Test
  void withoutAContextOneIsMadeAndStopped() throws Exception {
    System.setProperty("spark.master", "local[2]");

    assertThat(err.toString(), run(standIns.earthquakes("own")), is(0));

    assertThat(standIns.rows(), hasSize(EVENTS));
    try (JavaSparkContext another = new JavaSparkContext(conf())) {
      assertThat("there can be only one", another.sc().isStopped(), is(false));
    }
  }

  @Test
  void beamsSerializersComeBesideAUsersOwn() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.kryo.registrator", "com.example.None");
    SharedContext.share();
    try {
      assertThat(
          SharedContext.get().getConf().get("spark.kryo.registrator"),
          is("com.example.None," + SparkRunnerKryoRegistrator.class.getName()));
    } finally {
      SharedContext.close(true);
      System.clearProperty("spark.kryo.registrator");
    }
  }

  @Test
  void aWrongOptionCostsNoApplication() {
    System.setProperty("spark.master", "spark://never.asked:1");

    assertThat(run(standIns.earthquakes("wrong", "--step=PT0S")), is(2));

    assertThat(err.toString(), is("headrace: --step must be more than 0, but was PT0S\n"));
  }

  @Test
  void anotherMasterThanTheContextsIsRefused() {
    int before = standIns.api().requestCount();
    try (JavaSparkContext context = new JavaSparkContext(conf())) {
      List<String> args = new ArrayList<>(standIns.earthquakes("master"));
      args.add("--sparkMaster=spark://host:7077");

      assertThat(run(args), is(2));
      assertThat(context.sc().isStopped(), is(false));
    }
    assertThat(
        err.toString(),
        containsString("sparkMaster must be left out in a Spark job, but was spark://host:7077"));
    assertThat(standIns.api().requestCount(), is(before));
  }

  @Test
  void aContextThatWouldSendRequestsTwiceIsRefused() {
    int before = standIns.api().requestCount();
    try (JavaSparkContext context = new JavaSparkContext(conf().set("spark.speculation", "true"))) {
      assertThat(run(standIns.earthquakes("twice")), is(2));

      assertThat(context.sc().isStopped(), is(false));
    }
    assertThat(err.toString(), containsString("spark.speculation must be false, but was true"));
    assertThat(standIns.api().requestCount(), is(before));
  }

  @Test
  void aContextOfItsOwnThatIsRefusedIsNotLeftOpen() {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.speculation", "true");
    try {
      assertThat(run(standIns.earthquakes("twice")), is(2));
    } finally {
      System.clearProperty("spark.speculation");
    }

    assertThat(err.toString(), containsString("spark.speculation must be false, but was true"));
    try (JavaSparkContext another = new JavaSparkContext(conf())) {
      assertThat("there can be only one", another.sc().isStopped(), is(false));
    }
  }

  @Test
  void aRunThatFailsEndsWithOneAndASentence() {
    Script broken = Script.create().on(RequestMatcher.count()).always().answer(Fault.status(500));
    try (EarthquakeApi api = EarthquakeApi.start(broken);
        JavaSparkContext context = new JavaSparkContext(conf())) {
      assertThat(run(standIns.run("earthquakes", api, "failing")), is(1));

      assertThat(context.sc().isStopped(), is(false));
    }
    assertThat(err.toString(), not(containsString("\tat ")));
    assertThat(
        err.toString().lines().filter(line -> line.startsWith("headrace: ")).toList(), hasSize(1));
  }

  @Test
  void anApplicationMasterOfYarnIsToldHowItEndedAndNotEnded() throws Exception {
    System.setProperty("spark.master", "yarn");
    System.setProperty("spark.submit.deployMode", "cluster");
    try {
      SparkJob.end(0);
      SparkUserAppException e = assertThrows(SparkUserAppException.class, () -> SparkJob.end(2));
      assertThat(e.exitCode(), is(2));
    } finally {
      System.clearProperty("spark.submit.deployMode");
    }
  }

  @Test
  void whatARunThatIsBrokenOffHasLeftRunningIsCancelled() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (EarthquakeApi api = EarthquakeApi.start(Script.none());
        JavaSparkContext context = new JavaSparkContext(conf())) {
      api.onRequest(
          count -> {
            asked.countDown();
            await(answer);
          });
      CompletableFuture<Integer> exitCode = new CompletableFuture<>();
      Thread job =
          new Thread(() -> exitCode.complete(run(standIns.run("earthquakes", api, "broken-off"))));
      job.start();
      await(asked);
      CountDownLatch ended = endOf(onlyJob(context), context);
      job.interrupt();

      assertThat(exitCode.get(PATIENCE_SECONDS, TimeUnit.SECONDS), is(1));
      await(ended);
      assertThat(context.sc().isStopped(), is(false));
      assertThat(activeJobs(context).length, is(0));
    } finally {
      answer.countDown();
    }
  }

  private static int onlyJob(JavaSparkContext context) throws TimeoutException {
    int[] active = activeJobs(context);
    assertThat(active.length, is(1));
    return active[0];
  }

  /** Those of the moment: the tracker knows of a job once its event has gone through the bus. */
  private static int[] activeJobs(JavaSparkContext context) throws TimeoutException {
    context.sc().listenerBus().waitUntilEmpty(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return context.statusTracker().getActiveJobIds();
  }

  private static CountDownLatch endOf(int jobId, JavaSparkContext context) {
    CountDownLatch ended = new CountDownLatch(1);
    context
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobEnd(SparkListenerJobEnd job) {
                if (job.jobId() == jobId) {
                  ended.countDown();
                }
              }
            });
    return ended;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS), is(true));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
