package dev.headrace.runners.glue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.glue.model.JobRun;

/** Asks for a run's state until it is at its end, and tells every change of it. */
final class RunFollower {
  private final JobRuns runs;
  private final Notes notes;
  private final Clock clock;
  private final Pauses pauses;

  RunFollower(JobRuns runs, Notes notes, Clock clock, Pauses pauses) {
    this.runs = runs;
    this.notes = notes;
    this.clock = clock;
    this.pauses = pauses;
  }

  /**
   * Follows a run.
   *
   * @param leave whether to leave off; asked after every answer
   * @return the run as it was told last
   * @throws IllegalStateException if Glue does not tell; the run goes on
   */
  JobRun follow(String id, BooleanSupplier leave) {
    Instant start = clock.instant();
    String told = "";
    for (int asked = 0; ; asked++) {
      JobRun run = runs.get(id);
      if (leave.getAsBoolean()) {
        return run;
      }
      String state = stateOf(run);
      if (!state.equals(told)) {
        long seconds = Duration.between(start, clock.instant()).toSeconds();
        notes.tell("state", state + (JobRuns.isAtItsEnd(run) ? spent(run) : "  " + seconds + " s"));
        told = state;
      }
      if (JobRuns.isAtItsEnd(run)) {
        return run;
      }
      pauses.after(asked);
    }
  }

  private static String stateOf(JobRun run) {
    String detail = run.stateDetail() == null ? "" : " (" + run.stateDetail() + ")";
    return run.jobRunStateAsString() + detail;
  }

  /** Glue counts the seconds of its units only where workers come and go. */
  private static String spent(JobRun run) {
    int seconds = run.executionTime() == null ? 0 : run.executionTime();
    String time = String.format(Locale.ROOT, "  %,d s", seconds);
    if (run.dpuSeconds() != null) {
      return time + dpu(run.dpuSeconds());
    }
    return run.maxCapacity() == null ? time : time + dpu(seconds * run.maxCapacity());
  }

  private static String dpu(double seconds) {
    return String.format(Locale.ROOT, ", %,.0f DPU seconds", seconds);
  }
}
