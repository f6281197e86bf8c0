package dev.headrace.transforms.quality;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reprocessing as a whole has to keep to, for its dataset to be committed. A run that does
 * not fails, and nothing of it counts; its dead letters lie in their bucket, and tell why. It can
 * be started again, under other rules too: they decide whether a run is committed, and not what is.
 */
@AutoValue
public abstract class RunRules implements Serializable {
  private static final long serialVersionUID = 1L;

  abstract long minRows();

  abstract long maxRows();

  abstract double maxDeadShare();

  abstract @Nullable Freshness freshness();

  /** How old the newest value of a field may be. */
  record Freshness(String field, Duration maxAge) implements Serializable {}

  /** No rules: every run is committed. */
  public static RunRules none() {
    return new AutoValue_RunRules(0, Long.MAX_VALUE, 1, null);
  }

  /** Asks for so many rows at least; 0 or more, default is 0. */
  public RunRules withMinRows(long rows) {
    return checked(rows, maxRows(), maxDeadShare(), freshness());
  }

  /** Asks for so many rows at most; no less than at least, default is no limit. */
  public RunRules withMaxRows(long rows) {
    return checked(minRows(), rows, maxDeadShare(), freshness());
  }

  /**
   * Asks that of all records found no more than this share are dead letters: 0.05 are 5 %. From 0
   * to 1, default is 1. A response that could not be parsed counts as one record, and rejected
   * duplicates are dead letters.
   */
  public RunRules withMaxDeadShare(double share) {
    return checked(minRows(), maxRows(), share, freshness());
  }

  /**
   * Asks that the newest value of a date or timestamp field is no older, at the time the run was
   * first started, than this; default is not to. A date counts from its beginning, in UTC; a value
   * in the future is not old. A run without any value is not fresh.
   *
   * @param maxAge 0 or more
   */
  public RunRules withFreshness(String field, Duration maxAge) {
    checkArgument(!maxAge.isNegative(), "maxAge must not be negative, but was %s", maxAge);
    return checked(minRows(), maxRows(), maxDeadShare(), new Freshness(field, maxAge));
  }

  private static RunRules checked(
      long minRows, long maxRows, double maxDeadShare, @Nullable Freshness freshness) {
    checkArgument(minRows >= 0, "minRows must be at least 0, but was %s", minRows);
    checkArgument(
        maxRows >= minRows, "maxRows must be at least minRows %s, but was %s", minRows, maxRows);
    checkArgument(
        maxDeadShare >= 0 && maxDeadShare <= 1,
        "maxDeadShare must be from 0 to 1, but was %s",
        maxDeadShare);
    return new AutoValue_RunRules(minRows, maxRows, maxDeadShare, freshness);
  }

  /** The field whose newest value has to stand on the account {@code NEWEST}. */
  public Optional<String> freshnessField() {
    return Optional.ofNullable(freshness()).map(Freshness::field);
  }

  /**
   * Refuses a run that does not keep to the rules.
   *
   * @param manifest of a reprocessing
   * @throws IllegalStateException that names every rule that does not hold, the value, and what is
   *     allowed
   */
  public void require(RunManifest manifest) {
    List<String> broken = new ArrayList<>();
    checkRows(manifest.count(Account.WRITTEN), broken);
    checkDead(manifest, broken);
    checkFreshness(manifest, broken);
    if (!broken.isEmpty()) {
      throw new IllegalStateException(
          "The run %s of %s does not keep to its rules: %s; nothing was committed"
              .formatted(manifest.runId(), manifest.name(), String.join("; ", broken)));
    }
  }

  private void checkRows(long rows, List<String> broken) {
    if (rows < minRows()) {
      broken.add("minRows is " + minRows() + ", but there are " + rows + " rows");
    }
    if (rows > maxRows()) {
      broken.add("maxRows is " + maxRows() + ", but there are " + rows + " rows");
    }
  }

  private void checkDead(RunManifest manifest, List<String> broken) {
    long dead = manifest.count(Account.DEAD);
    long all = manifest.count(Account.PARSED);
    if (maxDeadShare() < 1 && dead > maxDeadShare() * all) {
      broken.add(
          "maxDeadShare is %s, but of %s records %s are dead letters"
              .formatted(maxDeadShare(), all, dead));
    }
  }

  private void checkFreshness(RunManifest manifest, List<String> broken) {
    Freshness rule = freshness();
    if (rule == null) {
      return;
    }
    Instant oldest = Instant.parse(manifest.startedAt()).minus(rule.maxAge());
    Long micros = manifest.counts().get(Account.NEWEST);
    Instant newest = micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    if (newest == null || newest.isBefore(oldest)) {
      broken.add(
          "the newest %s must be no older than %s, but is %s"
              .formatted(rule.field(), oldest, newest == null ? "not there" : newest));
    }
  }
}
