package dev.headrace.io.lake.read;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads Parquet files of a dataset, as its manifests list them, in one schema. A record's origin is
 * the file and the row in it, from 0.
 *
 * <p>Bounded. Different files are read in parallel, each by one worker: it is fetched to the
 * worker's disk, its length and SHA-256 are compared with the manifest's, and one row group after
 * the other is in memory. What each column of the file becomes is told at {@link LakeIO#read}.
 */
@AutoValue
public abstract class ReadFiles
    extends PTransform<PCollection<StoredObject>, PCollection<RecordOutcome>> {
  private static final long serialVersionUID = 1L;

  abstract String dataset();

  abstract Schema whole();

  abstract Schema target();

  abstract ObjectStore.Factory stores();

  /**
   * Reads all columns of a schema.
   *
   * @param dataset its name, for messages
   */
  public static ReadFiles of(String dataset, Schema schema, ObjectStore.Factory stores) {
    return new AutoValue_ReadFiles(dataset, schema, schema, stores);
  }

  /** Reads some of the columns, in the order given. */
  ReadFiles withColumns(List<String> columns) {
    return new AutoValue_ReadFiles(dataset(), whole(), Columns.of(whole(), columns), stores());
  }

  @Override
  public PCollection<RecordOutcome> expand(PCollection<StoredObject> files) {
    return files
        .apply("SpreadFiles", Reshuffle.viaRandomKey())
        .apply("ReadFiles", ParDo.of(new ReadFn(this)))
        .setCoder(RecordOutcomeCoder.of(target()));
  }

  static final class ReadFn extends DoFn<StoredObject, RecordOutcome> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NO_PAYLOAD = {};

    private final ReadFiles settings;
    private final Counter rows = Metrics.counter(ReadFiles.class, "rows");
    private transient ObjectStore store;

    ReadFn(ReadFiles settings) {
      this.settings = settings;
    }

    @Setup
    public void open(PipelineOptions options) {
      store = settings.stores().open(options);
    }

    @ProcessElement
    public void process(@Element StoredObject listed, OutputReceiver<RecordOutcome> out)
        throws IOException {
      try (DataFile file = new DataFile(store, listed)) {
        file.read(
            settings.dataset(),
            settings.whole(),
            settings.target(),
            (number, record) -> {
              Origin origin = Origin.of(listed.uri(), 0, number);
              out.output(SourceRecord.of(NO_PAYLOAD, origin).withValues(record));
            });
      }
      rows.inc(listed.records());
    }

    @Teardown
    public void close() {
      store.close();
    }
  }
}
