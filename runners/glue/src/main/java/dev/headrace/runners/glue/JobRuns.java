package dev.headrace.runners.glue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunError;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** The runs of one job, as Glue tells of them. */
final class JobRuns {
  private static final Set<JobRunState> ENDS =
      Set.of(
          JobRunState.SUCCEEDED,
          JobRunState.FAILED,
          JobRunState.STOPPED,
          JobRunState.TIMEOUT,
          JobRunState.ERROR,
          JobRunState.EXPIRED);

  // https://docs.aws.amazon.com/glue/latest/webapi/API_GetJobRuns.html
  private static final int PAGE = 200;

  /** No run goes on for longer than Glue's longest timeout of seven days, and its start. */
  private static final Duration OLDEST = Duration.ofDays(8);

  private static final String IN_TERMINAL_STATE = "JobRunInTerminalStateException";

  private final GlueClient glue;
  private final String job;
  private final Clock clock;

  JobRuns(GlueClient glue, String job, Clock clock) {
    this.glue = glue;
    this.job = job;
    this.clock = clock;
  }

  /** Whether the run is at its end; a state that is not known yet is none. */
  static boolean isAtItsEnd(JobRun run) {
    return ENDS.contains(run.jobRunState());
  }

  String job() {
    return job;
  }

  JobRun get(String id) {
    return Refusals.call(
        "GetJobRun", named(id), () -> glue.getJobRun(r -> r.jobName(job).runId(id)).jobRun());
  }

  /** The run with that key that is under way, the newest first. */
  Optional<JobRun> underWay(String key) {
    Instant oldest = clock.instant().minus(OLDEST);
    return Refusals.call(
        "GetJobRuns",
        JobKeeper.named(job),
        () ->
            glue.getJobRunsPaginator(r -> r.jobName(job).maxResults(PAGE)).stream()
                .flatMap(page -> page.jobRuns().stream())
                .takeWhile(run -> run.startedOn() == null || run.startedOn().isAfter(oldest))
                .filter(run -> key.equals(run.arguments().get(RunParameters.KEY)))
                .filter(run -> !isAtItsEnd(run))
                .findFirst());
  }

  /**
   * Asks for a run to be stopped, which takes a while.
   *
   * @throws IllegalStateException if Glue does not stop it; one that is at its end is as it should
   *     be
   */
  void stop(String id) {
    List<BatchStopJobRunError> errors =
        Refusals.call(
            "BatchStopJobRun",
            named(id),
            () -> glue.batchStopJobRun(r -> r.jobName(job).jobRunIds(id)).errors());
    for (BatchStopJobRunError error : errors) {
      if (error.errorDetail() == null
          || !IN_TERMINAL_STATE.equals(error.errorDetail().errorCode())) {
        throw new IllegalStateException(
            "BatchStopJobRun of %s was refused: %s".formatted(named(id), error.errorDetail()));
      }
    }
  }

  String named(String id) {
    return "the run " + id + " of the job " + job;
  }
}
