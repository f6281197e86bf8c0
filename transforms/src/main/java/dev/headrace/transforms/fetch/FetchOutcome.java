package dev.headrace.transforms.fetch;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * What came of fetching: exactly one of a receipt, a dead letter, a raw object that was written, or
 * a line of the ledger.
 *
 * <p>One type for all of them keeps the step that sends requests a step with one output, which no
 * runner has a reason to run twice.
 */
@AutoValue
public abstract class FetchOutcome {

  /** How it travels between workers. */
  public static final ValueCoder<FetchOutcome> CODER =
      ValueCoder.of(
          FetchOutcome.class,
          (outcome, out) -> {
            out.optional(outcome.landed(), Landed.CODER);
            out.optional(outcome.deadLetter(), DeadLetter.CODER);
            out.optional(outcome.part(), StoredObject.CODER);
            out.optional(outcome.entry(), LedgerEntry.CODER);
          },
          in ->
              create(
                  in.optional(Landed.CODER),
                  in.optional(DeadLetter.CODER),
                  in.optional(StoredObject.CODER),
                  in.optional(LedgerEntry.CODER)));

  /** The receipt of a response that landed. */
  public abstract @Nullable Landed landed();

  /** A request that failed for good. */
  public abstract @Nullable DeadLetter deadLetter();

  /** A raw object that was written, or found written by an earlier attempt. */
  public abstract @Nullable StoredObject part();

  /** A number that a shard came to. */
  public abstract @Nullable LedgerEntry entry();

  static FetchOutcome create(
      @Nullable Landed landed,
      @Nullable DeadLetter deadLetter,
      @Nullable StoredObject part,
      @Nullable LedgerEntry entry) {
    return new AutoValue_FetchOutcome(landed, deadLetter, part, entry);
  }

  /** A response landed. */
  public static FetchOutcome ofLanded(Landed landed) {
    return create(landed, null, null, null);
  }

  /** A request failed for good. */
  public static FetchOutcome ofDeadLetter(DeadLetter deadLetter) {
    return create(null, deadLetter, null, null);
  }

  /** A raw object stands. */
  public static FetchOutcome ofPart(StoredObject part) {
    return create(null, null, part, null);
  }

  /** A number for the ledger. */
  public static FetchOutcome ofEntry(LedgerEntry entry) {
    return create(null, null, null, entry);
  }
}
