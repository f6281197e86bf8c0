package dev.headrace.runners.glue;

import java.time.Clock;
import picocli.CommandLine.ExitCode;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** One run of a job, from its definition to its end. */
final class Submission {
  /** What a shell makes of a process that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private final GlueClients aws;
  private final JobDefinition job;
  private final StartOptions start;
  private final Notes notes;
  private final Clock clock = Clock.systemUTC();
  private final JobRuns runs;
  private final RunFollower follower;

  Submission(GlueClients aws, JobDefinition job, StartOptions start, Notes notes) {
    this.aws = aws;
    this.job = job;
    this.start = start;
    this.notes = notes;
    this.runs = new JobRuns(aws.glue(), job.name(), clock);
    this.follower = new RunFollower(runs, notes, clock, start.pauses());
  }

  /**
   * Runs it.
   *
   * @return the exit code
   * @throws IllegalStateException if it does not succeed, or AWS refuses something
   */
  int run(RunParameters parameters) {
    new JobKeeper(aws.glue(), notes).keep(job);
    Stopping stopping = new Stopping(runs, parameters.key(), follower, notes, start.pauses());
    try (StopOnExit exit = StopOnExit.with(stopping)) {
      RunStarter starter = new RunStarter(aws.starting(), runs, exit, notes, clock, start.pauses());
      String id = starter.start(job, parameters, start);
      LogLinks.of(aws.region(), job.role(), job.securityConfiguration(), id)
          .forEach(line -> notes.tell("logs", line));
      JobRun run = follower.follow(id, exit::isEnding);
      return exit.isEnding() ? INTERRUPTED : exitCode(run);
    }
  }

  private int exitCode(JobRun run) {
    if (run.jobRunState() != JobRunState.SUCCEEDED) {
      throw new IllegalStateException(
          "The run %s of the job %s ended as %s: %s"
              .formatted(run.id(), job.name(), run.jobRunStateAsString(), reason(run)));
    }
    return ExitCode.OK;
  }

  private static String reason(JobRun run) {
    return run.errorMessage() == null ? "Glue gives no reason" : run.errorMessage().strip();
  }
}
