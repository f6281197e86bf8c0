package dev.headrace.io.lake.compact;

import com.google.auto.value.AutoValue;
import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.read.ReadFiles;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Writes the rows of a compaction's files into fewer and larger ones, of every key of a partition
 * the latest, and commits. The output is the manifest's URI.
 *
 * <p>Bounded. rows read = rows written + duplicates, or nothing is committed. A compaction can be
 * killed and started again at any time. A file to be written has to fit into a worker's memory, as
 * told at {@link KeepLatest}.
 */
@AutoValue
public abstract class CompactFiles extends PTransform<PBegin, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  abstract Compaction compaction();

  abstract KeepLatest keep();

  abstract DatasetFiles files();

  abstract ObjectStore.Factory stores();

  /**
   * Compacts as planned.
   *
   * @param keep which rows stay and how they are ordered; over how many files, the plan tells
   * @param files how files are written
   */
  public static CompactFiles of(
      Compaction compaction, KeepLatest keep, DatasetFiles files, ObjectStore.Factory stores) {
    return new AutoValue_CompactFiles(compaction, keep, files, stores);
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    PCollection<LedgerEntry> written =
        begin
            .apply("Files", Create.of(compaction().files()).withCoder(StoredObject.CODER))
            .apply(
                "ReadFiles", ReadFiles.of(compaction().dataset(), compaction().schema(), stores()))
            .apply("KeepLatest", keep().withBucketsOfPartitions(compaction().filesOfPartitions()))
            .apply(
                "WriteParquet",
                WriteParquet.of(
                    compaction().paths(), files(), compaction().commit().date(), stores()));
    PCollection<LedgerEntry> planned =
        begin.apply(
            "RowsToRead",
            Create.of(LedgerEntry.of(Account.READ, compaction().rows()))
                .withCoder(LedgerEntry.CODER));
    return PCollectionList.of(written)
        .and(planned)
        .apply("Ledger", Flatten.pCollections())
        .apply("CommitRun", CommitRun.of(compaction().commit(), stores()));
  }
}
