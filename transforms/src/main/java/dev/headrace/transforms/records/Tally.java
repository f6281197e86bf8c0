package dev.headrace.transforms.records;

import dev.headrace.transforms.coders.ValueCoder;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;

/** A number for the run's ledger, counted where it arises and carried along with the records. */
public record Tally(Account account, long amount) implements RecordOutcome {

  /** How it travels between workers. */
  public static final ValueCoder<Tally> CODER =
      ValueCoder.of(
          Tally.class,
          (tally, out) -> {
            out.text(tally.account().name());
            out.number(tally.amount());
          },
          in -> new Tally(in.constant(Account.class), in.number()));

  /** The line of the ledger. */
  public LedgerEntry toEntry() {
    return LedgerEntry.of(account, amount);
  }
}
