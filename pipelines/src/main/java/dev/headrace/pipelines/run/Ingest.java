package dev.headrace.pipelines.run;

import dev.headrace.io.http.HttpIO;
import dev.headrace.io.http.HttpIO.Fetch;
import dev.headrace.io.lake.raw.EarlierLanding;
import dev.headrace.io.lake.raw.RawLanding;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.io.lake.run.WriteDeadLetters;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.fetch.EarlierRun;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.fetch.Landed;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.StoredObject;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * From the API to the raw bucket: every answer landed as it came, every request that failed for
 * good in the dead-letter bucket, the manifest and the cursor last.
 */
public final class Ingest {
  private Ingest() {}

  /** Adds the step to a pipeline; the output is the manifest's URI. */
  public static PCollection<String> build(Pipeline pipeline, StartedRun run) {
    PCollectionTuple fetched =
        pipeline
            .apply("PlanRequests", Create.of(requests(run)).withCoder(FetchRequest.CODER))
            .apply("Fetch", fetch(run));

    PCollection<StoredObject> deadLetters =
        fetched.get(Fetch.DEAD_LETTERS).apply("WriteDeadLetters", writeDeadLetters(run));

    PCollection<Landed> landed = fetched.get(Fetch.LANDED);
    return PCollectionList.of(fetched.get(Fetch.LEDGER))
        .and(landed.apply("Landed", LedgerEntry.count(Account.LANDED)))
        .and(fetched.get(Fetch.PARTS).apply("Parts", LedgerEntry.objects(Account.WRITTEN)))
        .and(deadLetters.apply("Dead", LedgerEntry.objects(Account.DEAD)))
        .and(landed.apply("BodyBytes", bodyBytes()))
        .and(
            landed
                .apply("LargeBodies", Filter.by(RawLanding::isLarge))
                .apply("CountLarge", LedgerEntry.count(Account.LARGE_BODIES)))
        .apply("Ledger", Flatten.pCollections())
        .apply("CommitRun", CommitRun.of(run.ingestCommit(), ObjectStores.FACTORY));
  }

  private static List<FetchRequest> requests(StartedRun run) {
    return run.windows().stream()
        .flatMap(window -> run.definition().requests().apply(window).stream())
        .toList();
  }

  private static Fetch fetch(StartedRun run) {
    PipelineDefinition definition = run.definition();
    RunSettings settings = run.settings();
    Fetch fetch =
        HttpIO.fetch(definition.baseUrl(), run.context())
            .landingIn(RawLanding.in(run.paths(), ObjectStores.FACTORY))
            .withEarlierRun(earlier(run))
            .withPaginator(definition.paginator())
            .withAuth(definition.auth())
            .withErrors(definition.errors())
            .withBudget(settings.budget().orElse(definition.budget()))
            .withRetries(settings.retries())
            .withShards(settings.shards())
            .withMaxInFlight(settings.maxInFlight());
    return settings.privateAddresses() ? fetch.withPrivateAddresses() : fetch;
  }

  private static EarlierRun earlier(StartedRun run) {
    return run.settings()
        .compareWith()
        .<EarlierRun>map(id -> EarlierLanding.of(run.paths().forRun(id), ObjectStores.FACTORY))
        .orElseGet(EarlierRun::none);
  }

  private static WriteDeadLetters writeDeadLetters(StartedRun run) {
    return WriteDeadLetters.of(run.paths(), run.plan().startedOn(), ObjectStores.FACTORY);
  }

  private static MapElements<Landed, LedgerEntry> bodyBytes() {
    return MapElements.into(TypeDescriptor.of(LedgerEntry.class))
        .via(receipt -> LedgerEntry.of(Account.BODY_BYTES, receipt.bodyBytes()));
  }
}
