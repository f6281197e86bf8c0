package dev.headrace.io.http;

import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.fetch.FetchOutcome;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.StoredObject;
import org.apache.beam.sdk.transforms.DoFn;

/** Sends every outcome to the output of its kind. */
final class SplitFn extends DoFn<FetchOutcome, Landed> {
  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void process(@Element FetchOutcome outcome, MultiOutputReceiver out) {
    Landed landed = outcome.landed();
    if (landed != null) {
      out.get(HttpIO.Fetch.LANDED).output(landed);
    }
    DeadLetter deadLetter = outcome.deadLetter();
    if (deadLetter != null) {
      out.get(HttpIO.Fetch.DEAD_LETTERS).output(deadLetter);
    }
    StoredObject part = outcome.part();
    if (part != null) {
      out.get(HttpIO.Fetch.PARTS).output(part);
    }
    LedgerEntry entry = outcome.entry();
    if (entry != null) {
      out.get(HttpIO.Fetch.LEDGER).output(entry);
    }
  }
}
