package dev.headrace.io.lake.raw;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.fetch.RawResponse;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the responses of a run's raw objects, as its manifest lists them.
 *
 * <p>Bounded. One object is read by one worker, different objects in parallel; one response at a
 * time is in memory. An object that is not what the manifest says, by its length, its sum or its
 * number of responses, fails the run: the manifest is the truth, and the bucket has been tampered
 * with.
 */
@AutoValue
public abstract class ReadRaw
    extends PTransform<PCollection<StoredObject>, PCollection<RawResponse.Located>> {
  private static final long serialVersionUID = 1L;

  abstract ObjectStore.Factory stores();

  /** Reads from the stores. */
  public static ReadRaw from(ObjectStore.Factory stores) {
    return new AutoValue_ReadRaw(stores);
  }

  @Override
  public PCollection<RawResponse.Located> expand(PCollection<StoredObject> objects) {
    return objects
        .apply("SpreadObjects", Reshuffle.viaRandomKey())
        .apply("ReadResponses", ParDo.of(new ReadFn(stores())));
  }

  static final class ReadFn extends DoFn<StoredObject, RawResponse.Located> {
    private static final long serialVersionUID = 1L;
    private final ObjectStore.Factory stores;
    private transient ObjectStore store;

    ReadFn(ObjectStore.Factory stores) {
      this.stores = stores;
    }

    @Setup
    public void open(PipelineOptions options) {
      store = stores.open(options);
    }

    @ProcessElement
    public void process(@Element StoredObject object, OutputReceiver<RawResponse.Located> out)
        throws IOException {
      RawPart.read(store, object, out::output);
    }

    @Teardown
    public void close() {
      store.close();
    }
  }
}
