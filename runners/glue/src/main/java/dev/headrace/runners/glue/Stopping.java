package dev.headrace.runners.glue;

import java.util.Optional;
import software.amazon.awssdk.services.glue.model.JobRun;

/** What is done about the run when the command is told to end, and what is told of it. */
final class Stopping {
  /** How often a run is looked for: Glue may tell of it a little after it was started. */
  private static final int LOOKS = 3;

  private final JobRuns runs;
  private final String key;
  private final RunFollower follower;
  private final Notes notes;
  private final Pauses pauses;

  /** Of the run with this key. */
  Stopping(JobRuns runs, String key, RunFollower follower, Notes notes, Pauses pauses) {
    this.runs = runs;
    this.key = key;
    this.follower = follower;
    this.notes = notes;
    this.pauses = pauses;
  }

  /** A start is on its way, of which the answer is waited for. */
  void tellInDoubt() {
    notes.tell("stopping", "a run may have been started, which will be known in a moment");
  }

  /** Ends with the run at its end, or with the reason why it is not. */
  void stop(String id) {
    notes.tell("stopping", runs.named(id));
    try {
      runs.stop(id);
      follower.follow(id, () -> false);
    } catch (RuntimeException e) {
      notes.tell("stopping", "failed, and the run may go on: " + e.getMessage());
    }
  }

  /** Stops the run of which it is not known whether it was started, if it is found. */
  void stopIfStarted() {
    try {
      find().map(JobRun::id).ifPresentOrElse(this::stop, this::tellNotFound);
    } catch (RuntimeException e) {
      notes.tell("stopping", "failed, and a run may go on: " + e.getMessage());
    }
  }

  private Optional<JobRun> find() {
    Optional<JobRun> found = runs.underWay(key);
    for (int look = 1; look < LOOKS && found.isEmpty(); look++) {
      pauses.after(look);
      found = runs.underWay(key);
    }
    return found;
  }

  private void tellNotFound() {
    notes.tell(
        "stopping",
        "no run is under way; if one begins after all, the same command finds it, and so does"
            + " aws glue get-job-runs --job-name "
            + runs.job());
  }
}
