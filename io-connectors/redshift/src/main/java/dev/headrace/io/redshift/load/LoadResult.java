package dev.headrace.io.redshift.load;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;

/** What came of a load. */
@AutoValue
public abstract class LoadResult {

  /** How it travels between workers. */
  public static final ValueCoder<LoadResult> CODER =
      ValueCoder.of(
          LoadResult.class,
          (result, out) -> {
            out.text(result.loadId());
            out.text(result.destination());
            out.text(result.status().name());
            out.number(result.rows());
          },
          in -> of(in.text(), in.text(), in.constant(Status.class), in.number()));

  /** Whether this attempt did it. */
  public enum Status {
    /** This attempt applied the load. */
    LOADED,
    /** An earlier attempt had applied it; nothing was changed. */
    ALREADY_LOADED
  }

  /** The load, the same for all its attempts. */
  public abstract String loadId();

  /** The table. */
  public abstract String destination();

  /** Whether this attempt did it. */
  public abstract Status status();

  /** Rows in the files that the load applied. */
  public abstract long rows();

  /** A result. */
  public static LoadResult of(String loadId, String destination, Status status, long rows) {
    return new AutoValue_LoadResult(loadId, destination, status, rows);
  }
}
