package dev.headrace.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.example.OwnQuakes;
import dev.headrace.testdata.api.Fault;
import dev.headrace.testdata.api.RequestMatcher;
import dev.headrace.testdata.api.Script;
import dev.headrace.testdata.redshift.DataApi;
import dev.headrace.testdata.redshift.RedshiftIam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar by SparkSubmit, from the command line to the warehouse. */
class SparkSubmitIT {
  private static final List<String> LOCAL = List.of("--master=local[2]");
  private static final String YAML =
      Path.of("..", "..", "pipelines", "examples", "earthquakes.yaml").toString();
  private static final int PATIENCE_SECONDS = 300;

  @TempDir Path folder;

  private SubmittedRun submit(String output, List<String> run) throws IOException {
    return SubmittedRun.start(folder.resolve(output), LOCAL, run);
  }

  @Test
  void aPipelineOfOnesOwnJarIsSubmittedAndDone() throws Exception {
    Path jar = UserJar.write(folder.resolve("own.jar"), OwnQuakes.class);
    List<String> options = List.of("--master=local[2]", "--jars=" + jar);
    try (StandIns standIns = StandIns.start(folder, Script.none());
        SubmittedRun run =
            SubmittedRun.start(
                folder.resolve("output"), options, standIns.run("own-quakes", "r1"))) {
      endsWith(run, 0);

      assertThat(standIns.rows(), hasSize(StandIns.events()));
      assertThat(run.output(), containsString("Ledger of the run \"r1\""));
      assertThat(run.output(), containsString("rows written"));
      assertThat("no log of Spark's", run.output(), not(containsString("SparkContext")));
    }
  }

  @Test
  void aRunThatFailsEndsWithOne() throws Exception {
    Script broken = Script.create().on(RequestMatcher.count()).always().answer(Fault.status(500));
    try (StandIns standIns = StandIns.start(folder, broken);
        SubmittedRun run = submit("output", standIns.earthquakes("r1"))) {
      endsWith(run, 1);

      assertThat(run.output(), containsString("headrace: "));
    }
  }

  @Test
  void oneThatIsInterruptedLeavesNoProcessAndGoesOnWhenSubmittedAgain() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (StandIns standIns = StandIns.start(folder, Script.none())) {
      standIns.api().onRequest(count -> asked.countDown());
      try (SubmittedRun run = submit("interrupted", standIns.run(YAML, "r1"))) {
        boolean begun = asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(run.output(), begun, is(true));
        List<ProcessHandle> started = run.descendants();
        run.interrupt();

        endsWith(run, 130);
        assertThat(started.size(), is(greaterThan(0)));
        assertThat(started.stream().filter(ProcessHandle::isAlive).toList(), hasSize(0));
        assertThat(run.output(), containsString("stopped    the same command goes on"));
      }
      try (SubmittedRun again = submit("again", standIns.run(YAML, "r1"))) {
        endsWith(again, 0);

        assertThat(standIns.rows(), hasSize(StandIns.events()));
      }
    }
  }

  @Test
  void theJobJarHasWhatAmazonsDriverLogsInByIamWith() throws Exception {
    try (StandIns standIns = StandIns.start(folder, Script.none());
        RedshiftIam iam = RedshiftIam.start(standIns.redshift(), folder)) {
      submitAndLoad(
          standIns, "--warehouse-url=" + iam.clusterUrl(), "--warehouse-user=" + RedshiftIam.USER);

      assertThat(
          iam.requests().stream().map(RedshiftIam.Request::operation).toList(),
          hasItem("GetClusterCredentials"));
    }
  }

  @Test
  void theJobJarReachesAWorkgroupByTheDataApi() throws Exception {
    try (StandIns standIns = StandIns.start(folder, Script.none());
        DataApi api = DataApi.start(standIns.redshift())) {
      submitAndLoad(
          standIns,
          "--warehouse-workgroup=wg",
          "--warehouse-database=dev",
          "--warehouse-region=eu-west-1",
          "--warehouse-endpoint=" + api.endpoint());

      assertThat(api.requestCount(), is(greaterThan(0)));
    }
  }

  private void submitAndLoad(StandIns standIns, String... warehouse) throws Exception {
    Map<String, String> identity =
        Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "example");
    List<String> arguments = standIns.reaching(List.of(warehouse)).earthquakes("r1");
    try (SubmittedRun run =
        SubmittedRun.start(folder.resolve("output"), identity, LOCAL, arguments)) {
      endsWith(run, 0);

      assertThat(standIns.rows(), hasSize(StandIns.events()));
    }
  }

  private static void endsWith(SubmittedRun run, int exitCode) throws Exception {
    int ended = run.waitFor();

    assertThat(run.output(), ended, is(exitCode));
  }
}
