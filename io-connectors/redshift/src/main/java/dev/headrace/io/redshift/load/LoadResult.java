package dev.headrace.io.redshift.load;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.FieldInput;
import dev.headrace.transforms.coders.FieldOutput;
import dev.headrace.transforms.coders.ValueCoder;
import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.coders.InstantCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.joda.time.Instant;

/**
 * What came of a load. Of one that an earlier attempt had applied it tells what the ledger does:
 * that attempt, its files and when it was committed.
 */
@AutoValue
public abstract class LoadResult {

  /** How it travels between workers. */
  public static final ValueCoder<LoadResult> CODER =
      ValueCoder.of(LoadResult.class, LoadResult::write, LoadResult::read);

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

  /** Rows in the files that the load applied, without those that COPY refused. */
  public abstract long rows();

  /** What the ledger, the names below the staging location and Redshift's queries know it by. */
  public abstract String loadKey();

  /** Files that the load applied. */
  public abstract long files();

  /** Bytes of the files. */
  public abstract long bytes();

  /** The same for the same data; empty if it is not known. */
  public abstract String fingerprint();

  /** The attempt that applied the load, by which Redshift's queries tell it; empty if not known. */
  public abstract String attempt();

  /**
   * The folder below which the manifests of COPY lie, of all attempts of the load, as long as
   * {@link LoadOptions#withCleanup} keeps them.
   */
  public abstract Optional<String> manifests();

  /**
   * Rows that were inserted, if Redshift told; with keys rows are merged, which it does not tell.
   */
  public abstract Optional<Long> rowsInserted();

  /** Rows that were there and made way for the load's, if Redshift told; not those of same keys. */
  public abstract Optional<Long> rowsDeleted();

  /** When the worker began with the load, by its clock; empty if it was applied before. */
  public abstract Optional<Instant> startedAt();

  /**
   * When the load was applied, by Redshift's clock, as the ledger tells; empty where this attempt
   * did it without having to look there.
   */
  public abstract Optional<Instant> committedAt();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setLoadId(String loadId);

    abstract Builder setDestination(String destination);

    abstract Builder setStatus(Status status);

    abstract Builder setRows(long rows);

    abstract Builder setLoadKey(String loadKey);

    abstract Builder setFiles(long files);

    abstract Builder setBytes(long bytes);

    abstract Builder setFingerprint(String fingerprint);

    abstract Builder setAttempt(String attempt);

    abstract Builder setManifests(Optional<String> folder);

    abstract Builder setRowsInserted(Optional<Long> rows);

    abstract Builder setRowsDeleted(Optional<Long> rows);

    abstract Builder setStartedAt(Optional<Instant> time);

    abstract Builder setCommittedAt(Optional<Instant> time);

    abstract LoadResult build();
  }

  /** A result of which no more is known: no files and bytes, empty texts. */
  public static LoadResult of(String loadId, String destination, Status status, long rows) {
    return new AutoValue_LoadResult.Builder()
        .setLoadId(loadId)
        .setDestination(destination)
        .setStatus(status)
        .setRows(rows)
        .setLoadKey(Load.key(loadId, destination))
        .setFiles(0)
        .setBytes(0)
        .setFingerprint("")
        .setAttempt("")
        .build();
  }

  /** A result of a load that was applied as the ledger tells. */
  static LoadResult of(String loadId, String destination, Status status, Ledger.Entry applied) {
    return of(loadId, destination, status, applied.rows()).toBuilder()
        .setFiles(applied.files())
        .setBytes(applied.bytes())
        .setFingerprint(applied.fingerprint())
        .setAttempt(applied.attempt())
        .setCommittedAt(Optional.ofNullable(applied.committedAt()))
        .build();
  }

  private static void write(LoadResult result, FieldOutput out) throws IOException {
    out.text(result.loadId());
    out.text(result.destination());
    out.text(result.status().name());
    out.number(result.rows());
    out.text(result.loadKey());
    out.number(result.files());
    out.number(result.bytes());
    out.text(result.fingerprint());
    out.text(result.attempt());
    out.optional(result.manifests().orElse(null), StringUtf8Coder.of());
    out.optional(result.rowsInserted().orElse(null), VarLongCoder.of());
    out.optional(result.rowsDeleted().orElse(null), VarLongCoder.of());
    out.optional(result.startedAt().orElse(null), InstantCoder.of());
    out.optional(result.committedAt().orElse(null), InstantCoder.of());
  }

  private static LoadResult read(FieldInput in) throws IOException {
    return new AutoValue_LoadResult.Builder()
        .setLoadId(in.text())
        .setDestination(in.text())
        .setStatus(in.constant(Status.class))
        .setRows(in.number())
        .setLoadKey(in.text())
        .setFiles(in.number())
        .setBytes(in.number())
        .setFingerprint(in.text())
        .setAttempt(in.text())
        .setManifests(Optional.ofNullable(in.optional(StringUtf8Coder.of())))
        .setRowsInserted(Optional.ofNullable(in.optional(VarLongCoder.of())))
        .setRowsDeleted(Optional.ofNullable(in.optional(VarLongCoder.of())))
        .setStartedAt(Optional.ofNullable(in.optional(InstantCoder.of())))
        .setCommittedAt(Optional.ofNullable(in.optional(InstantCoder.of())))
        .build();
  }
}
