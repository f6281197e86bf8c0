package dev.headrace.pipelines.run;

import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.raw.ReadRaw;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.io.lake.run.WriteDeadLetters;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.records.Conform;
import dev.headrace.transforms.records.KeepLatest;
import dev.headrace.transforms.records.SelectRecords;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * From the raw to the transformed bucket, without a request to the API: records selected, conformed
 * and of every key the latest kept, in Parquet by partition; what does not fit in the dead-letter
 * bucket; the manifest last.
 */
public final class Reprocess {
  private Reprocess() {}

  /** Adds the step to a pipeline; the output is the manifest's URI. */
  public static PCollection<String> build(Pipeline pipeline, StartedRun run, RunManifest raw) {
    PipelineDefinition definition = run.definition();
    PCollectionTuple selected =
        pipeline
            .apply("RawObjects", Create.of(raw.objects()).withCoder(StoredObject.CODER))
            .apply("ReadRaw", ReadRaw.from(ObjectStores.FACTORY))
            .apply("SelectRecords", SelectRecords.at(definition.records(), run.context()));
    PCollectionTuple conformed =
        selected
            .get(SelectRecords.RECORDS)
            .apply("Conform", Conform.to(definition.contract(), run.context()));
    PCollectionTuple kept = conformed.get(Conform.RECORDS).apply("KeepLatest", keepLatest(run));
    PCollection<StoredObject> files =
        kept.get(KeepLatest.BUCKETS).apply("WriteParquet", writeParquet(run));

    PCollection<DeadLetter> deadLetters =
        PCollectionList.of(selected.get(SelectRecords.DEAD_LETTERS))
            .and(conformed.get(Conform.DEAD_LETTERS))
            .apply("DeadLetters", Flatten.pCollections());
    PCollection<StoredObject> deadObjects =
        deadLetters.apply(
            "WriteDeadLetters",
            WriteDeadLetters.of(run.paths(), run.plan().startedOn(), ObjectStores.FACTORY));

    return PCollectionList.of(
            selected.get(SelectRecords.PARSED).apply("Parsed", LedgerEntry.sum(Account.PARSED)))
        .and(kept.get(KeepLatest.DUPLICATES).apply("Dups", LedgerEntry.sum(Account.DUPLICATES)))
        .and(files.apply("Written", LedgerEntry.objects(Account.WRITTEN)))
        .and(deadObjects.apply("Dead", LedgerEntry.objects(Account.DEAD)))
        .apply("Ledger", Flatten.pCollections())
        .apply("CommitRun", CommitRun.of(run.reprocessCommit(), ObjectStores.FACTORY));
  }

  private static KeepLatest keepLatest(StartedRun run) {
    Schema schema = run.definition().contract().schema();
    return KeepLatest.by(schema, run.definition().key(), run.definition().version())
        .withBuckets(run.settings().buckets());
  }

  private static WriteParquet writeParquet(StartedRun run) {
    return WriteParquet.of(
        run.paths(),
        run.definition().dataset(),
        run.definition().contract().schema(),
        run.definition().partition(),
        ObjectStores.FACTORY);
  }
}
