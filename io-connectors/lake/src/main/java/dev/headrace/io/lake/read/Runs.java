package dev.headrace.io.lake.read;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.run.RunManifest;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The runs whose rows are read. */
@AutoValue
public abstract class Runs implements Serializable {
  private static final long serialVersionUID = 1L;

  abstract @Nullable Instant committedFrom();

  abstract @Nullable String runId();

  /** All that have committed, compactions in the place of what they replace. */
  public static Runs all() {
    return new AutoValue_Runs(null, null);
  }

  /**
   * Those that committed at that time or later, as they wrote their rows: a compaction brings no
   * rows of its own.
   */
  public static Runs since(Instant time) {
    return new AutoValue_Runs(time, null);
  }

  /** One run, as it wrote its rows. */
  public static Runs one(String runId) {
    return new AutoValue_Runs(null, runId);
  }

  boolean isAll() {
    return committedFrom() == null && runId() == null;
  }

  boolean includes(RunManifest run) {
    Instant from = committedFrom();
    return from == null
        ? runId() == null || run.runId().equals(runId())
        : !Instant.parse(run.committedAt()).isBefore(from);
  }
}
