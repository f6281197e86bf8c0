package dev.headrace.io.lake.parquet;

import com.google.auto.value.AutoValue;
import dev.headrace.io.lake.run.DeadLetterObjects;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.transforms.buckets.Bucket;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.records.Rejection;
import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;

/**
 * Writes buckets of records as Parquet files straight to their final names {@code
 * <dataset>/<field>=<value>/<runId>-<bucket>.parquet}, where one is not enough followed by {@code
 * <runId>-<bucket>.<number>.parquet}, and what was refused on the way as dead letters. The
 * partition's field is in the path and not in the file.
 *
 * <p>The files count when the run's manifest lists them. Whoever lists folders instead, such as
 * Athena, sees them before that, and those of a run that never commits for good.
 *
 * <p>Bounded input only. Every record in is a row or a dead letter of the ledger's entries that
 * come out, which also hold the tallies. The same records give the same files under the same names,
 * so a bucket can be written any number of times. One file at a time is open, on the worker's disk.
 */
@AutoValue
public abstract class WriteParquet
    extends PTransform<PCollection<Bucket>, PCollection<LedgerEntry>> {
  private static final long serialVersionUID = 1L;

  abstract DatasetFiles files();

  abstract DeadLetterObjects deadLetters();

  abstract DeadLetter.Context context();

  abstract ObjectStore.Factory stores();

  abstract Clock clock();

  /**
   * Writes a dataset.
   *
   * @param date the day that dead letters are filed under
   */
  public static WriteParquet of(
      RunPaths paths, DatasetFiles files, String date, ObjectStore.Factory stores) {
    return new AutoValue_WriteParquet(
        files,
        new DeadLetterObjects(paths, date),
        DeadLetter.Context.of(paths.runId(), paths.source(), paths.resource()),
        stores,
        Clock.systemUTC());
  }

  /** Takes the dead letters' time from another clock; default is the system's. */
  public WriteParquet withClock(Clock clock) {
    return new AutoValue_WriteParquet(files(), deadLetters(), context(), stores(), clock);
  }

  @Override
  public PCollection<LedgerEntry> expand(PCollection<Bucket> buckets) {
    return buckets.apply("WriteFiles", ParDo.of(new WriteFn(this))).setCoder(LedgerEntry.CODER);
  }

  static final class WriteFn extends DoFn<Bucket, LedgerEntry> {
    private static final long serialVersionUID = 1L;
    private final DatasetFiles files;
    private final DeadLetterObjects deadLetters;
    private final DeadLetter.Context context;
    private final ObjectStore.Factory stores;
    private final Clock clock;
    private transient ObjectStore store;
    private final Counter rows = Metrics.counter(WriteParquet.class, "rows");
    private final Counter dead = Metrics.counter(WriteParquet.class, "deadLetters");

    WriteFn(WriteParquet settings) {
      this.files = settings.files();
      this.deadLetters = settings.deadLetters();
      this.context = settings.context();
      this.stores = settings.stores();
      this.clock = settings.clock();
    }

    @Setup
    public void open(PipelineOptions options) {
      store = stores.open(options);
    }

    @ProcessElement
    public void process(@Element Bucket bucket, OutputReceiver<LedgerEntry> out)
        throws IOException {
      for (StoredObject file : files.write(store, bucket)) {
        rows.inc(file.records());
        out.output(LedgerEntry.of(Account.WRITTEN, file));
      }
      for (Map.Entry<Stage, List<DeadLetter>> stage : deadLettersOf(bucket).entrySet()) {
        StoredObject object =
            deadLetters.write(store, stage.getKey(), bucket.number(), stage.getValue());
        dead.inc(object.records());
        out.output(LedgerEntry.of(Account.DEAD, object));
      }
      for (Tally tally : bucket.tallies()) {
        out.output(tally.toEntry());
      }
    }

    private Map<Stage, List<DeadLetter>> deadLettersOf(Bucket bucket) {
      Instant now = Instant.ofEpochMilli(clock.millis());
      Map<Stage, List<DeadLetter>> letters = new EnumMap<>(Stage.class);
      for (Rejection rejection : bucket.rejections()) {
        letters
            .computeIfAbsent(rejection.stage(), stage -> new ArrayList<>())
            .add(rejection.toDeadLetter(context, now));
      }
      return letters;
    }

    @Teardown
    public void close() {
      store.close();
    }
  }
}
