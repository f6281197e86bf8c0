package dev.headrace.transforms.run;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.coders.ValueCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's ledger: a number to be added to an account, or an object that was written.
 */
@AutoValue
public abstract class LedgerEntry {

  /** How it travels between workers. */
  public static final ValueCoder<LedgerEntry> CODER =
      ValueCoder.of(
          LedgerEntry.class,
          (entry, out) -> {
            out.text(entry.account().name());
            out.number(entry.amount());
            out.optional(entry.object(), StoredObject.CODER);
          },
          in ->
              new AutoValue_LedgerEntry(
                  in.constant(Account.class), in.number(), in.optional(StoredObject.CODER)));

  /** The accounts of a run. */
  public enum Account {
    /** Requests planned, the pages found on the way included. */
    PLANNED,
    /** Responses that lie in the raw bucket. */
    LANDED,
    /** Requests whose answer is not wanted, by the error table. */
    IGNORED,
    /** Requests sent again after a failure, by whichever execution. */
    RETRIES,
    /**
     * Chains of pages that came to another number of records than they declared. Their dead letters
     * are besides those of requests.
     */
    INCOMPLETE,
    /** Bytes of the bodies that landed. */
    BODY_BYTES,
    /** Bodies that lie in an object of their own. */
    LARGE_BODIES,
    /** Records found in responses, a response that could not be parsed counted as one. */
    PARSED,
    /** Rows of the objects that a compaction replaces. */
    READ,
    /** Records that gave way to a later version of the same key. */
    DUPLICATES,
    /** Values left out or made null, by a contract that has them discarded. */
    DISCARDED_VALUES,
    /** Records among the dead that a contract has discarded. */
    DISCARDED_ROWS,
    /** Records in the data objects, or responses in the raw ones. */
    WRITTEN,
    /** Dead letters in the dead-letter objects. */
    DEAD,
    /** Rules of quality that a record broke and went on all the same. */
    QUALITY_WARNINGS,
    /**
     * The newest value of a field, in microseconds since 1970; of several entries the highest
     * counts, and not their sum.
     */
    NEWEST;

    /** What two entries of the account come to. */
    public long merge(long one, long other) {
      return this == NEWEST ? Math.max(one, other) : Math.addExact(one, other);
    }
  }

  /** The account. */
  public abstract Account account();

  /** What to {@linkplain Account#merge add} to it. */
  public abstract long amount();

  /** The object that holds what is added; null for a mere number. */
  public abstract @Nullable StoredObject object();

  static LedgerEntry create(Account account, long amount, @Nullable StoredObject object) {
    return new AutoValue_LedgerEntry(account, amount, object);
  }

  /** So much more on an account. */
  public static LedgerEntry of(Account account, long amount) {
    return create(account, amount, null);
  }

  /** An object, whose records go on the account. */
  public static LedgerEntry of(Account account, StoredObject object) {
    return create(account, object.records(), object);
  }

  /** One entry with the sum of the numbers. */
  public static PTransform<PCollection<Long>, PCollection<LedgerEntry>> sum(Account account) {
    return step(
        numbers -> numbers.apply("Sum", Sum.longsGlobally()), amount -> of(account, amount));
  }

  /** One entry with the number of the elements. */
  public static <T> PTransform<PCollection<T>, PCollection<LedgerEntry>> count(Account account) {
    return step(
        elements -> elements.apply("Count", Count.globally()), amount -> of(account, amount));
  }

  /** An entry for every object. */
  public static PTransform<PCollection<StoredObject>, PCollection<LedgerEntry>> objects(
      Account account) {
    return step(objects -> objects, object -> of(account, object));
  }

  private static <T, V> PTransform<PCollection<T>, PCollection<LedgerEntry>> step(
      SerializableFunction<PCollection<T>, PCollection<V>> reduce,
      SerializableFunction<V, LedgerEntry> entry) {
    return new PTransform<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public PCollection<LedgerEntry> expand(PCollection<T> input) {
        return reduce
            .apply(input)
            .apply("Entry", MapElements.into(TypeDescriptor.of(LedgerEntry.class)).via(entry));
      }
    };
  }
}
