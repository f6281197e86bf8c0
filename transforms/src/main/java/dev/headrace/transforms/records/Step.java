package dev.headrace.transforms.records;

import dev.headrace.transforms.failures.BadRecordException;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.secrets.Secret;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to one record at a time. A step holds no state between records and knows
 * no outside system; {@link RecordSteps} applies it.
 */
public interface Step extends Serializable {

  /** The stage that a record it refuses has failed in. */
  Stage stage();

  /**
   * Does it.
   *
   * @param tallies takes what is to be counted in the run's ledger
   * @return the record that leaves in the place of the one that came
   * @throws BadRecordException if the record cannot go on: it leaves as a {@link Rejection}
   */
  SourceRecord apply(SourceRecord record, Tallies tallies) throws BadRecordException;

  /**
   * The schema that records leave in.
   *
   * @param before the schema they come in; null if they have not been conformed
   * @throws IllegalArgumentException if the step cannot work on records of that schema
   */
  default @Nullable Schema schemaAfter(@Nullable Schema before) {
    return before;
  }

  /** What has to be read where it runs; default is nothing. */
  default List<Secret> secrets() {
    return List.of();
  }

  /** Takes numbers for the ledger. */
  @FunctionalInterface
  interface Tallies {
    /** Adds one to an account. */
    void count(Account account);
  }
}
