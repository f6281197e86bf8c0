package dev.headrace.runners.glue;

import static java.util.Collections.frequency;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.runners.glue.GlueAccount.Told;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Job;

/** How a run is started, and what becomes of it. */
class GlueRunTest extends GlueFixture {
  private static final String JOB = "headrace-earthquakes";
  private static final String KEY = "usgs/events/r1";

  private int count(String operation) {
    return frequency(account.glue().operations(), operation);
  }

  /** Starts a run as another submission would. */
  private String startElsewhere(Map<String, String> parameters) {
    try (GlueClient client = account.client()) {
      return client.startJobRun(r -> r.jobName(JOB).arguments(parameters)).jobRunId();
    }
  }

  /** Has the job otherwise, as another submission would. */
  private void changeElsewhere() {
    try (GlueClient client = account.client()) {
      Job job = client.getJob(r -> r.jobName(JOB)).job();
      client.updateJob(
          r ->
              r.jobName(JOB)
                  .jobUpdate(
                      u ->
                          u.role(job.role())
                              .command(job.command())
                              .defaultArguments(Map.of("--extra-jars", "s3://jobs/other.jar"))
                              .workerType("G.8X")
                              .numberOfWorkers(9)
                              .timeout(1)
                              .maxRetries(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "TIMEOUT", "STOPPED", "ERROR", "EXPIRED"})
  void aRunThatDoesNotSucceedIsToldWithItsReason(String end) {
    account.glue().jobs().letRunsGo("STARTING", "RUNNING", end);
    account.glue().jobs().letRunsFailWith("IllegalStateException: No answer has landed");

    Told told = account.submit();

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(),
        allOf(
            containsString("state      " + end),
            containsString(
                "of the job headrace-earthquakes ended as %s: IllegalStateException: No answer"
                    .formatted(end)),
            not(containsString("\tat "))));
  }

  @Test
  void aFailureWithoutAReasonIsToldAsSuch() {
    account.glue().jobs().letRunsGo("FAILED");

    assertThat(account.submit().err(), containsString("ended as FAILED: Glue gives no reason"));
  }

  @Test
  void aRunThatIsUnderWayIsFollowedAndNotStartedTwice() {
    account.submit();
    account.glue().jobs().letRunsGo("RUNNING", "RUNNING", "SUCCEEDED");
    String id = startElsewhere(account.started(0));

    Told told = account.submit();

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(
        told.err(),
        allOf(
            containsString("found      the run " + id + " of the job " + JOB + " is under way"),
            not(containsString("other options"))));
    assertThat(count("StartJobRun"), is(2));
  }

  @Test
  void aRunThatIsUnderWayWithOtherOptionsIsFollowedAndSaidToBe() {
    account.submit();
    account.glue().jobs().letRunsGo("RUNNING", "SUCCEEDED");
    startElsewhere(Map.of("--headrace_run", KEY, "--headrace_args", "W10"));

    Told told = account.submit();

    assertThat(told.err(), containsString("it has other options than are given here"));
    assertThat(count("StartJobRun"), is(2));
  }

  @Test
  void aRunIsFoundBehindAPageOfOthers() {
    account.submit("--max-concurrent-runs=9");
    account.glue().jobs().letRunsGo("RUNNING", "SUCCEEDED");
    String id = startElsewhere(account.started(0));
    startElsewhere(Map.of("--headrace_run", "usgs/events/r2"));
    startElsewhere(Map.of());
    account.glue().jobs().setPageSize(1);

    Told told = account.submit("--max-concurrent-runs=9");

    assertThat(told.err(), containsString("found      the run " + id));
  }

  @Test
  void aRunThatHasEndedIsStartedAgain() {
    account.submit();

    Told told = account.submit();

    assertThat(told.err(), containsString("started    the run jr_"));
    assertThat(count("StartJobRun"), is(2));
  }

  @Test
  void aStartWhoseAnswerIsLostIsNotSentTwice() {
    account.glue().loseAnswerOf("StartJobRun");

    Told told = account.submit("--max-concurrent-runs=9");

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(count("StartJobRun"), is(1));
    assertThat(told.err(), containsString("found      the run jr_"));
  }

  @Test
  void aStartThatGlueTimesOutOnIsNotSentTwiceEither() {
    account.glue().loseAnswerOf("StartJobRun", 400, "OperationTimeoutException");

    Told told = account.submit("--max-concurrent-runs=9");

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(count("StartJobRun"), is(1));
    assertThat(told.err(), containsString("found      the run jr_"));
  }

  @Test
  void theLastStartInDoubtIsLookedForToo() {
    account.glue().fail("StartJobRun", 2, 500, "InternalServiceException", "Out of order");
    account.glue().loseAnswerOf("StartJobRun");

    Told told = account.submit();

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(count("StartJobRun"), is(3));
    assertThat(told.err(), containsString("found      the run jr_"));
  }

  @Test
  void aServiceThatFailsForGoodIsToldWithTheOperation() {
    account.glue().fail("StartJobRun", 9, 500, "InternalServiceException", "Out of order");

    Told told = account.submit();

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(),
        containsString(
            "StartJobRun of the job headrace-earthquakes was refused as InternalServiceException;"
                + " because: Out of order"));
    assertThat(count("StartJobRun"), is(3));
  }

  @ParameterizedTest
  @CsvSource({
    "GetJob, ThrottlingException, Rate exceeded",
    "CreateJob, ThrottlingException, Rate exceeded",
    "StartJobRun, ThrottlingException, Rate exceeded",
    "GetJobRun, ThrottlingException, Rate exceeded",
  })
  void throttlingIsGotOver(String operation, String type, String message) {
    account.glue().fail(operation, 1, 400, type, message);

    Told told = account.submit();

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(account.glue().jobs().states().size(), is(1));
  }

  @Test
  void aPlaceForTheRunIsWaitedFor() {
    String full = "Concurrent runs exceeded for headrace-earthquakes";
    account.glue().fail("StartJobRun", 3, 400, "ConcurrentRunsExceededException", full);

    Told told = account.submit();

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(told.err().split("waiting ", -1).length, is(2));
    assertThat(told.err(), containsString("is at its end: " + full));
    assertThat(count("StartJobRun"), is(4));
  }

  @Test
  void aWaitThatBeginsAfterAStartInDoubtIsToldToo() {
    account.glue().fail("StartJobRun", 1, 500, "InternalServiceException", "Out of order");
    account.glue().fail("StartJobRun", 3, 400, "ConcurrentRunsExceededException", "Full");

    Told told = account.submit();

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(told.err().split("waiting ", -1).length, is(2));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void itIsNotWaitedForAPlaceForLongerThanAskedForThoughTheNextQuestionIsFarOff() {
    account.glue().fail("StartJobRun", 100_000, 400, "ConcurrentRunsExceededException", "Full");

    Told told = account.submit("--wait-to-start=PT0.2S", "--poll-every=P100D");

    assertThat(told.exitCode(), is(1));
    assertThat(told.err(), containsString("none became free in --wait-to-start PT0.2S"));
  }

  @Test
  void aRunThatWaitedHasWhatWasAskedForThoughTheJobHasChanged() {
    account.glue().fail("StartJobRun", 3, 400, "ConcurrentRunsExceededException", "Full");
    account.glue().beforeAnswerOf("StartJobRun", this::changeElsewhere);

    Told told =
        account.submit(
            "--workers=3",
            "--timeout=PT1H",
            "--conf=spark.task.maxFailures=8",
            "--security-configuration=encrypted");

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(
        account.glue().jobs().definitions().getOrDefault(JOB, Map.of()),
        hasEntry("NumberOfWorkers", 9));
    Map<String, Object> start = account.glue().requests("StartJobRun").get(3);
    assertThat(start, hasEntry("WorkerType", "G.1X"));
    assertThat(start, hasEntry("NumberOfWorkers", 3));
    assertThat(start, hasEntry("Timeout", 60));
    assertThat(start, hasEntry("SecurityConfiguration", "encrypted"));
    Object defined = account.glue().requests("CreateJob").get(0).get("DefaultArguments");
    assertThat(account.started(3).entrySet().containsAll(asMap(defined).entrySet()), is(true));
    assertThat(account.started(3).get("--extra-jars"), endsWith("/headrace-job.jar"));
    assertThat(account.started(3).get("--conf"), endsWith(" --conf spark.task.maxFailures=8"));
  }

  private static Map<?, ?> asMap(@Nullable Object object) {
    return (Map<?, ?>) Objects.requireNonNull(object);
  }

  @Test
  void aPlaceThatDoesNotBecomeFreeIsGivenUpInTime() {
    account.submit();
    account.glue().jobs().letRunsGo("RUNNING");
    startElsewhere(Map.of());

    Told told = account.submit("--wait-to-start=PT0.2S");

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(),
        allOf(
            containsString("The job headrace-earthquakes has as many runs as there may be"),
            containsString("--wait-to-start PT0.2S"),
            containsString("Concurrent runs exceeded")));
  }

  @Test
  void glueKeepsARunWaitingIfItIsTo() {
    account.submit();
    account.glue().jobs().letRunsGo("RUNNING");
    startElsewhere(Map.of());
    account.glue().jobs().letRunsGo("RUNNING", "SUCCEEDED");

    Told told = account.submit("--queue");

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(
        told.err(),
        containsString("state      WAITING (Max concurrent job runs per job exceeded)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GetJob      | AccessDeniedException   | GetJob of the job headrace-earthquakes was",
        "CreateJob   | InvalidInputException   | CreateJob of the job headrace-earthquakes was",
        "StartJobRun | EntityNotFoundException | StartJobRun of the job headrace-earthquakes was",
        "GetJobRun   | AccessDeniedException   | GetJobRun of the run jr_",
        "GetJobRuns  | AccessDeniedException   | GetJobRuns of the job headrace-earthquakes was",
      })
  void aRefusalIsToldWithOperationResourceAndCause(String operation, String type, String sentence) {
    account.glue().fail(operation, 1, 400, type, "You may not: arn:aws:iam::1:user/me");

    Told told = account.submit();

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(),
        allOf(
            containsString(sentence),
            containsString("was refused as " + type + "; because: You may not: arn:aws:iam::1"),
            not(containsString("\tat "))));
  }

  @Test
  void aJobThatAnotherDefinesAtTheSameTimeIsLookedAtAgain() {
    account.glue().fail("CreateJob", 1, 400, "AlreadyExistsException", "Job exists");

    Told told = account.submit();

    assertThat(told.err(), told.exitCode(), is(0));
    assertThat(count("GetJob"), is(2));
  }

  @Test
  void aJobThatIsAlwaysChangedByAnotherIsGivenUp() {
    account.submit();
    account.glue().fail("UpdateJob", 9, 400, "ConcurrentModificationException", "Changed");

    Told told = account.submit("--workers=7");

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(),
        containsString(
            "UpdateJob of the job headrace-earthquakes was refused as"
                + " ConcurrentModificationException"));
    assertThat(count("UpdateJob"), is(4));
  }

  @Test
  void aBucketThatIsNotThereIsToldWithTheObject() {
    List<String> arguments = account.arguments(List.of(), GlueAccount.run("earthquakes"));
    arguments.replaceAll(a -> a.startsWith("--bucket=") ? "--bucket=s3://nosuch" : a);

    Told told = account.execute(arguments);

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(),
        allOf(
            containsString("PutObject of s3://nosuch/headrace/"),
            containsString("was refused as NoSuchBucket")));
    assertThat(account.glue().operations().isEmpty(), is(true));
  }

  @Test
  void aServiceThatIsNotThereIsTold() {
    System.setProperty("aws.endpointUrlGlue", "http://127.0.0.1:1");

    Told told = account.submit();

    assertThat(told.exitCode(), is(1));
    assertThat(
        told.err(), containsString("GetJob of the job headrace-earthquakes did not get an answer"));
  }
}
