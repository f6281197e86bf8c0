package dev.headrace.io.lake.run;

import com.google.auto.value.AutoValue;
import com.google.common.base.Splitter;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes dead letters to the dead-letter bucket, by stage: gzip files of one JSON line a letter.
 *
 * <p>Bounded input only; every letter is written once into one of four {@link DeadLetterObjects} a
 * stage, and an object's letters have to fit into a worker's memory.
 */
@AutoValue
public abstract class WriteDeadLetters
    extends PTransform<PCollection<DeadLetter>, PCollection<StoredObject>> {
  private static final long serialVersionUID = 1L;
  private static final int OBJECTS_PER_STAGE = 4;

  abstract DeadLetterObjects objects();

  abstract ObjectStore.Factory stores();

  /**
   * Writes to the run's place in the bucket.
   *
   * @param date the day they are filed under, such as {@code 2026-11-23}: the run's first, so that
   *     every attempt files them alike
   */
  public static WriteDeadLetters of(RunPaths paths, String date, ObjectStore.Factory stores) {
    return new AutoValue_WriteDeadLetters(new DeadLetterObjects(paths, date), stores);
  }

  @Override
  public PCollection<StoredObject> expand(PCollection<DeadLetter> letters) {
    return letters
        .apply(
            "ByObject",
            WithKeys.of(WriteDeadLetters::object).withKeyType(TypeDescriptors.strings()))
        .apply("GroupByObject", GroupByKey.create())
        .apply("WriteObjects", ParDo.of(new WriteFn(objects(), stores())));
  }

  private static String object(DeadLetter letter) {
    return letter.stage() + "/" + Math.floorMod(letter.id().hashCode(), OBJECTS_PER_STAGE);
  }

  static final class WriteFn extends DoFn<KV<String, Iterable<DeadLetter>>, StoredObject> {
    private static final long serialVersionUID = 1L;
    private final DeadLetterObjects objects;
    private final ObjectStore.Factory stores;
    private transient ObjectStore store;
    private final Counter written = Metrics.counter(WriteDeadLetters.class, "deadLetters");

    WriteFn(DeadLetterObjects objects, ObjectStore.Factory stores) {
      this.objects = objects;
      this.stores = stores;
    }

    @Setup
    public void open(PipelineOptions options) {
      store = stores.open(options);
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<DeadLetter>> object, OutputReceiver<StoredObject> out)
        throws IOException {
      List<DeadLetter> letters = new ArrayList<>();
      object.getValue().forEach(letters::add);
      List<String> name = Splitter.on('/').splitToList(object.getKey());
      out.output(
          objects.write(store, Stage.valueOf(name.get(0)), Integer.parseInt(name.get(1)), letters));
      written.inc(letters.size());
    }

    @Teardown
    public void close() {
      store.close();
    }
  }
}
