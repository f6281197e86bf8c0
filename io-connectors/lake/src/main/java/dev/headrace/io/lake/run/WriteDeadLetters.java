package dev.headrace.io.lake.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.value.AutoValue;
import com.google.common.base.Splitter;
import dev.headrace.io.lake.store.PartFile;
import dev.headrace.io.lake.store.Payloads;
import dev.headrace.io.lake.store.Uploads;
import dev.headrace.transforms.failures.DeadLetter;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.failures.Stage;
import dev.headrace.transforms.run.Sha256;
import dev.headrace.transforms.run.StoredObject;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
 * <p>Bounded input only; every letter is written once, sorted by id, into one of four objects a
 * stage, and an object's letters have to fit into a worker's memory. An object is named by the
 * letters it holds and never written over: an attempt that sets the same things aside finds it
 * there, one that does not writes another, and the run's manifest says which of them counts.
 */
@AutoValue
public abstract class WriteDeadLetters
    extends PTransform<PCollection<DeadLetter>, PCollection<StoredObject>> {
  private static final long serialVersionUID = 1L;
  private static final int OBJECTS_PER_STAGE = 4;

  abstract RunPaths paths();

  abstract String date();

  abstract ObjectStore.Factory stores();

  /**
   * Writes to the run's place in the bucket.
   *
   * @param date the day they are filed under, such as {@code 2026-11-23}: the run's first, so that
   *     every attempt files them alike
   */
  public static WriteDeadLetters of(RunPaths paths, String date, ObjectStore.Factory stores) {
    return new AutoValue_WriteDeadLetters(paths, date, stores);
  }

  @Override
  public PCollection<StoredObject> expand(PCollection<DeadLetter> letters) {
    return letters
        .apply(
            "ByObject",
            WithKeys.of(WriteDeadLetters::object).withKeyType(TypeDescriptors.strings()))
        .apply("GroupByObject", GroupByKey.create())
        .apply("WriteObjects", ParDo.of(new WriteFn(paths(), date(), stores())));
  }

  private static String object(DeadLetter letter) {
    return letter.stage() + "/" + Math.floorMod(letter.id().hashCode(), OBJECTS_PER_STAGE);
  }

  static final class WriteFn extends DoFn<KV<String, Iterable<DeadLetter>>, StoredObject> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunPaths paths;
    private final String date;
    private final ObjectStore.Factory stores;
    private transient ObjectStore store;
    private final Counter written = Metrics.counter(WriteDeadLetters.class, "deadLetters");

    WriteFn(RunPaths paths, String date, ObjectStore.Factory stores) {
      this.paths = paths;
      this.date = date;
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
      List<DeadLetter> letters =
          StreamSupport.stream(object.getValue().spliterator(), false)
              .sorted(Comparator.comparing(DeadLetter::id))
              .toList();
      try (PartFile part = new PartFile()) {
        for (DeadLetter letter : letters) {
          part.append(JSON.writeValueAsBytes(toJson(letter)));
        }
        String uri = uri(object.getKey(), letters);
        out.output(Uploads.putOnce(store, uri, part.finish(), letters.size()));
        written.inc(letters.size());
      }
    }

    @Teardown
    public void close() {
      store.close();
    }

    private String uri(String key, List<DeadLetter> letters) {
      List<String> name = Splitter.on('/').splitToList(key);
      String ids = letters.stream().map(DeadLetter::id).collect(Collectors.joining("\n"));
      return "%spart-%s-%s.jsonl.gz"
          .formatted(
              paths.deadLetters(Stage.valueOf(name.get(0)), date),
              name.get(1),
              Sha256.of(ids).substring(0, 16));
    }

    private static ObjectNode toJson(DeadLetter letter) {
      ObjectNode line = JSON.createObjectNode();
      line.put("id", letter.id());
      line.put("runId", letter.runId());
      line.put("source", letter.source());
      line.put("resource", letter.resource());
      line.put("stage", letter.stage().name());
      line.put("reason", letter.reason().name());
      line.put("detail", letter.detail());
      line.put("attempts", letter.attempts());
      line.put("firstFailedAt", letter.firstFailedAt().toString());
      line.put("failedAt", letter.failedAt().toString());
      Origin origin = letter.origin();
      if (origin != null) {
        line.putObject("origin")
            .put("object", origin.object())
            .put("line", origin.line())
            .put("record", origin.record());
      }
      Payloads.put(line, "payload", letter.payload());
      return line;
    }
  }
}
