package dev.headrace.pipelines.run;

import dev.headrace.io.lake.run.Cursor;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Optional;

/** The runs that another one goes on from, or compares its answers with. */
record EarlierRuns(RunSettings settings, RunPaths paths, Loads loads) {

  /**
   * Refuses a run that goes on where the last one ended before that one is finished: nobody would
   * come back to it.
   */
  void requireLastFinished(ObjectStore store) throws IOException, SQLException {
    Optional<String> last = Cursor.lastRun(store, paths);
    if (settings.start().isPresent() || last.isEmpty() || last.get().equals(settings.runId())) {
      return;
    }
    if (loads.find(paths.forRun(last.get())).isEmpty()) {
      throw new IllegalStateException(
          "The run \"%s\", which ended where this one would start, has not reached the warehouse;"
                  .formatted(last.get())
              + " start it again first, with its own run id, start and end");
    }
  }

  /** Refuses a run to compare with that has never been started. */
  void requireComparable(ObjectStore store) throws IOException {
    if (settings.compareWith().isEmpty()) {
      return;
    }
    String other = settings.compareWith().get();
    RunPaths others = paths.forRun(other);
    try {
      store.open(others.plan()).close();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "There is no run \"%s\" of %s/%s to compare with: %s is not there"
              .formatted(other, others.source(), others.resource(), others.plan()));
    }
  }
}
