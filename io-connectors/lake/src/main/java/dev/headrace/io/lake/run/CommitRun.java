package dev.headrace.io.lake.run;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Commits a step of a run when all its entries are in: sums them up, refuses a ledger that does not
 * balance and a step that does not keep to its rules, writes the manifest if no earlier attempt
 * has, and does what follows from it.
 *
 * <p>Bounded input only; the entries, an object or a sum each, have to fit into a worker's memory.
 * The output is the URI of the manifest, once. Safe to run any number of times.
 */
@AutoValue
public abstract class CommitRun extends PTransform<PCollection<LedgerEntry>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  abstract Commit commit();

  abstract ObjectStore.Factory stores();

  abstract Clock clock();

  /** Commits as told. */
  public static CommitRun of(Commit commit, ObjectStore.Factory stores) {
    return new AutoValue_CommitRun(commit, stores, Clock.systemUTC());
  }

  /** Takes the time of the commit from another clock; default is the system's. */
  public CommitRun withClock(Clock clock) {
    return new AutoValue_CommitRun(commit(), stores(), clock);
  }

  @Override
  public PCollection<String> expand(PCollection<LedgerEntry> entries) {
    // A run that has nothing to do commits too; without an entry nothing would come to be summed.
    PCollection<LedgerEntry> none =
        entries.getPipeline().apply("OpenLedger", Create.of(LedgerEntry.of(Account.WRITTEN, 0)));
    return PCollectionList.of(entries)
        .and(none)
        .apply("Entries", Flatten.pCollections())
        .apply("OneLedger", WithKeys.of(0))
        .apply("GroupEntries", GroupByKey.create())
        .apply("Commit", ParDo.of(new CommitFn(commit(), stores(), clock())));
  }

  static final class CommitFn extends DoFn<KV<Integer, Iterable<LedgerEntry>>, String> {
    private static final long serialVersionUID = 1L;
    private final Commit commit;
    private final ObjectStore.Factory stores;
    private final Clock clock;

    CommitFn(Commit commit, ObjectStore.Factory stores, Clock clock) {
      this.commit = commit;
      this.stores = stores;
      this.clock = clock;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<LedgerEntry>> ledger,
        PipelineOptions options,
        OutputReceiver<String> out)
        throws IOException {
      try (ObjectStore store = stores.open(options)) {
        String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        commit.commit(store, ledger.getValue(), now);
        out.output(commit.manifestUri());
      }
    }
  }
}
