package dev.headrace.io.lake;

import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.parquet.WriteParquet;
import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.read.LakeIO;
import dev.headrace.io.lake.run.Commit;
import dev.headrace.io.lake.run.CommitRun;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.buckets.KeepLatest;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.avro.coders.AvroCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptors;

/** The dataset {@code quakes} in a folder, as runs write it. */
public final class WrittenDataset {
  private static final String NAME = "quakes";
  private final Path folder;
  private final String partition;

  /** The dataset below a folder, parted by {@code day} where its rows have that. */
  public WrittenDataset(Path folder) {
    this(folder, "day");
  }

  private WrittenDataset(Path folder, String partition) {
    this.folder = folder;
    this.partition = partition;
  }

  /** The same dataset, parted by another field by what runs write from now on. */
  public WrittenDataset partedBy(String field) {
    return new WrittenDataset(folder, field);
  }

  /** Where it lies. */
  public String uri() {
    return TestLake.paths(folder, "any").dataset(NAME);
  }

  /** Has a run write rows and commit. */
  public void write(String runId, String committedAt, GenericRecord... rows) {
    Schema schema = rows[0].getSchema();
    RunPaths paths = TestLake.paths(folder, runId);
    RunManifest template =
        new RunManifest(
                RunManifest.Step.REPROCESS,
                runId,
                "usgs",
                NAME,
                committedAt,
                committedAt,
                Map.of(),
                Map.of(),
                null,
                null,
                List.of(),
                List.of())
            .withSchema(schema.toString());
    Commit commit =
        new Commit(paths, paths.datasetManifest(NAME), template, List.of(), "2026-11-23");
    DatasetFiles files = DatasetFiles.of(paths, NAME, schema);
    KeepLatest keep = KeepLatest.by("id").withBuckets(1);
    boolean parted = schema.getField(partition) != null;
    Pipeline pipeline = Pipeline.create();
    PCollectionList.of(
            pipeline
                .apply("Rows", Create.of(outcomes(rows)).withCoder(RecordOutcomeCoder.of(schema)))
                .apply(parted ? keep.withPartition(partition) : keep)
                .apply(
                    WriteParquet.of(
                        paths,
                        parted ? files.withPartition(partition) : files,
                        "2026-11-23",
                        ObjectStores.FACTORY)))
        .and(
            pipeline.apply(
                "Parsed",
                Create.of(LedgerEntry.of(Account.PARSED, rows.length))
                    .withCoder(LedgerEntry.CODER)))
        .apply(Flatten.pCollections())
        .apply(
            CommitRun.of(commit, ObjectStores.FACTORY)
                .withClock(Clock.fixed(Instant.parse(committedAt), ZoneOffset.UTC)));
    pipeline.run();
  }

  private static List<RecordOutcome> outcomes(GenericRecord... rows) {
    List<RecordOutcome> outcomes = new ArrayList<>();
    for (GenericRecord row : rows) {
      Origin origin = Origin.of("raw", 0, outcomes.size());
      outcomes.add(SourceRecord.of(new byte[0], origin).withValues(row));
    }
    return outcomes;
  }

  /** Reads all of it. */
  public LakeIO.Read read(Schema schema) {
    return LakeIO.read(uri(), schema);
  }

  /** Reads and checks the rows, each as its text. */
  public static void requireRows(LakeIO.Read read, String... rows) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply(read)
                .apply(MapElements.into(TypeDescriptors.strings()).via(GenericRecord::toString)))
        .containsInAnyOrder(rows);
    pipeline.run();
  }

  /** Reads rows and checks them value by value. */
  public static void requireRecords(LakeIO.Read read, Schema schema, GenericRecord... records) {
    Pipeline pipeline = Pipeline.create();
    PAssert.that(pipeline.apply(read).setCoder(AvroCoder.of(schema))).containsInAnyOrder(records);
    pipeline.run();
  }

  /** What has been committed. */
  public DatasetManifests manifests() throws IOException {
    try (ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create())) {
      return DatasetManifests.read(store, uri());
    }
  }

  /** The files that are listed, by their paths within the dataset. */
  public Map<String, Path> files() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (StoredObject file : manifests().files()) {
      files.put(
          file.uri().substring(uri().length()), Path.of(file.uri().substring("file://".length())));
    }
    return files;
  }

  /** A file that is listed, by its path within the dataset. */
  public Path file(String name) throws IOException {
    return Objects.requireNonNull(files().get(name), name);
  }

  /** A row of a schema that is given by name and value in turn; what is not named is null. */
  public static GenericRecord row(Schema schema, Object... namesAndValues) {
    GenericRecordBuilder row = new GenericRecordBuilder(schema);
    schema.getFields().stream()
        .filter(field -> field.schema().isNullable())
        .forEach(field -> row.set(field, null));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.set((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row.build();
  }
}
