package dev.headrace.runners.glue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ConcurrentRunsExceededException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.ResourceNumberLimitExceededException;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/**
 * Starts a run once. One with the same key that is under way is followed instead; one whose start
 * was in doubt is looked for before it is started again.
 */
final class RunStarter {
  private static final int ATTEMPTS = 3;

  private final GlueClient glue;
  private final JobRuns runs;
  private final StopOnExit exit;
  private final Notes notes;
  private final Clock clock;
  private final Pauses pauses;

  RunStarter(
      GlueClient glue, JobRuns runs, StopOnExit exit, Notes notes, Clock clock, Pauses pauses) {
    this.glue = glue;
    this.runs = runs;
    this.exit = exit;
    this.notes = notes;
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Starts the run, or finds it.
   *
   * @return its id
   * @throws IllegalStateException if Glue refuses it, or no place became free
   */
  String start(JobDefinition job, RunParameters parameters, StartOptions options) {
    StartJobRunRequest request = JobRequests.start(job, parameters, options.queue());
    Instant until = clock.instant().plus(options.waitToStart());
    List<SdkException> doubts = new ArrayList<>();
    boolean waiting = false;
    for (int attempt = 0; ; attempt++) {
      Optional<String> found = underWay(parameters);
      if (found.isPresent()) {
        return found.get();
      }
      if (doubts.size() == ATTEMPTS) {
        throw refused(doubts.get(ATTEMPTS - 1));
      }
      try {
        return exit.start(() -> startOnce(request));
      } catch (ConcurrentRunsExceededException | ResourceNumberLimitExceededException e) {
        Duration left = timeLeft(until, options.waitToStart(), e);
        if (!waiting) {
          notes.tell("waiting", "until one of the job's runs is at its end: " + message(e));
          waiting = true;
        }
        pauses.after(attempt, left);
      } catch (SdkException e) {
        if (!Refusals.isInDoubt(e)) {
          throw refused(e);
        }
        doubts.add(e);
        pauses.after(attempt);
      }
    }
  }

  private String startOnce(StartJobRunRequest request) {
    String id = glue.startJobRun(request).jobRunId();
    notes.tell("started", runs.named(id));
    return id;
  }

  private IllegalStateException refused(SdkException failure) {
    return Refusals.told("StartJobRun", JobKeeper.named(runs.job()), failure);
  }

  private Optional<String> underWay(RunParameters parameters) {
    Optional<JobRun> run = runs.underWay(parameters.key());
    run.ifPresent(
        found -> {
          exit.follow(found.id());
          String own = parameters.toMap().get(RunParameters.ARGUMENTS);
          boolean same = String.valueOf(own).equals(found.arguments().get(RunParameters.ARGUMENTS));
          notes.tell(
              "found",
              runs.named(found.id())
                  + " is under way, and followed"
                  + (same ? "" : "; it has other options than are given here"));
        });
    return run.map(JobRun::id);
  }

  private Duration timeLeft(Instant until, Duration waited, GlueException failure) {
    Duration left = Duration.between(clock.instant(), until);
    if (left.isZero() || left.isNegative()) {
      throw new IllegalStateException(
          "The job %s has as many runs as there may be (--max-concurrent-runs, and the account's"
                  .formatted(runs.job())
              + " own limits), and none became free in --wait-to-start "
              + waited,
          failure);
    }
    return left;
  }

  private static String message(GlueException failure) {
    return failure.awsErrorDetails() == null
        ? String.valueOf(failure.getMessage())
        : failure.awsErrorDetails().errorMessage();
  }
}
