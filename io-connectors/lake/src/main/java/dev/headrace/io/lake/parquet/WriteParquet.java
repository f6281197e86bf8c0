package dev.headrace.io.lake.parquet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.auto.value.AutoValue;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.store.Uploads;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes buckets of records as Parquet files, one for every bucket and partition, straight to their
 * final names {@code <dataset>/<field>=<value>/<runId>-<bucket>.parquet}. They count when the run's
 * manifest lists them. The partition's field is in the path and not in the file.
 *
 * <p>Bounded input only. The same records in the same order give the same bytes under the same
 * names, so a bucket can be written any number of times. One file at a time is open, on the
 * worker's disk; a bucket has to fit into its memory.
 */
@AutoValue
public abstract class WriteParquet
    extends PTransform<
        PCollection<KV<Integer, Iterable<GenericRecord>>>, PCollection<StoredObject>> {
  private static final long serialVersionUID = 1L;

  abstract RunPaths paths();

  abstract String dataset();

  abstract Schema schema();

  abstract String partitionField();

  abstract ObjectStore.Factory stores();

  /**
   * Writes a dataset.
   *
   * @param schema of the records
   * @param partitionField a date or text field of the schema that is never null
   */
  public static WriteParquet of(
      RunPaths paths,
      String dataset,
      Schema schema,
      String partitionField,
      ObjectStore.Factory stores) {
    Schema.Field field = schema.getField(partitionField);
    checkArgument(
        field != null && PartitionValue.isAllowed(field.schema()),
        "The partition field must be a date or text field of %s that is never null, but was %s",
        schema.getFullName(),
        partitionField);
    return new AutoValue_WriteParquet(paths, dataset, schema, partitionField, stores);
  }

  @Override
  public PCollection<StoredObject> expand(
      PCollection<KV<Integer, Iterable<GenericRecord>>> buckets) {
    String prefix = paths().dataset(dataset());
    return buckets.apply(
        "WriteFiles",
        ParDo.of(new WriteFn(prefix, paths().runId(), schema(), partitionField(), stores())));
  }

  static final class WriteFn extends DoFn<KV<Integer, Iterable<GenericRecord>>, StoredObject> {
    private static final long serialVersionUID = 1L;
    private final String datasetPrefix;
    private final String runId;
    private final Schema schema;
    private final String partitionField;
    private final ObjectStore.Factory stores;
    private transient ObjectStore store;
    private final Counter rows = Metrics.counter(WriteParquet.class, "rows");

    WriteFn(
        String datasetPrefix,
        String runId,
        Schema schema,
        String partitionField,
        ObjectStore.Factory stores) {
      this.datasetPrefix = datasetPrefix;
      this.runId = runId;
      this.schema = schema;
      this.partitionField = partitionField;
      this.stores = stores;
    }

    @Setup
    public void open(PipelineOptions options) {
      store = stores.open(options);
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<GenericRecord>> bucket, OutputReceiver<StoredObject> out)
        throws IOException {
      Map<String, List<GenericRecord>> partitions = new TreeMap<>();
      for (GenericRecord record : bucket.getValue()) {
        String value =
            PartitionValue.of(schema.getField(partitionField), record.get(partitionField));
        partitions.computeIfAbsent(value, v -> new ArrayList<>()).add(record);
      }
      String name = "/" + runId + "-" + bucket.getKey() + ".parquet";
      for (Map.Entry<String, List<GenericRecord>> partition : partitions.entrySet()) {
        String uri = datasetPrefix + partitionField + "=" + partition.getKey() + name;
        out.output(write(uri, partition.getValue()));
      }
    }

    @Teardown
    public void close() {
      store.close();
    }

    private StoredObject write(String uri, List<GenericRecord> records) throws IOException {
      Path folder = Files.createTempDirectory("headrace-parquet-");
      Path file = folder.resolve("rows.parquet");
      try {
        ParquetFile.write(file, schema, partitionField, records);
        store.put(uri, file);
        rows.inc(records.size());
        return Uploads.describe(uri, file, records.size());
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }
  }
}
