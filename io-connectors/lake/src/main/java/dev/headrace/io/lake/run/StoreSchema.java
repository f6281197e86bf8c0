package dev.headrace.io.lake.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.value.AutoValue;
import dev.headrace.transforms.records.NewFields;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Stores the schema that a run's rows are written in: the one known, with columns for what was
 * found besides. It is written once; a run that is started again goes by it.
 *
 * <p>Bounded, one element in and out: the schema's URI. Safe to run any number of times.
 */
@AutoValue
public abstract class StoreSchema extends PTransform<PCollection<NewFields>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  abstract String uri();

  abstract Schema known();

  abstract ObjectStore.Factory stores();

  /** Stores the schema under that URI, unless there is one. */
  public static StoreSchema of(String uri, Schema known, ObjectStore.Factory stores) {
    return new AutoValue_StoreSchema(uri, known, stores);
  }

  /** The stored schema; empty if there is none. */
  public static Optional<Schema> read(ObjectStore store, String uri) throws IOException {
    try (InputStream in = store.open(uri)) {
      return Optional.of(new Schema.Parser().parse(in));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public PCollection<String> expand(PCollection<NewFields> found) {
    return found.apply("StoreSchema", ParDo.of(new StoreFn(this)));
  }

  static final class StoreFn extends DoFn<NewFields, String> {
    private static final long serialVersionUID = 1L;
    private final StoreSchema settings;

    StoreFn(StoreSchema settings) {
      this.settings = settings;
    }

    @ProcessElement
    public void process(
        @Element NewFields found, PipelineOptions options, OutputReceiver<String> out)
        throws IOException {
      try (ObjectStore store = settings.stores().open(options)) {
        Schema schema = found.addTo(settings.known());
        store.putIfAbsent(settings.uri(), schema.toString(true).getBytes(UTF_8));
        out.output(settings.uri());
      }
    }
  }
}
