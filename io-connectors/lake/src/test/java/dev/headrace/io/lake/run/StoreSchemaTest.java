package dev.headrace.io.lake.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.lake.TestLake;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.transforms.failures.Origin;
import dev.headrace.transforms.records.InferFields;
import dev.headrace.transforms.records.RecordOutcome;
import dev.headrace.transforms.records.RecordOutcomeCoder;
import dev.headrace.transforms.records.SourceRecord;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSchemaTest {
  private static final Schema KNOWN =
      SchemaBuilder.record("Quake").fields().requiredString("id").endRecord();

  @TempDir private Path folder;
  private final ObjectStore store = ObjectStores.open(PipelineOptionsFactory.create());

  @AfterEach
  void close() {
    store.close();
  }

  private String uri() {
    return TestLake.paths(folder, "r1").datasetSchema("quakes");
  }

  private void infer(String... records) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(
            Create.of(
                    List.of(records).stream()
                        .<RecordOutcome>map(
                            json -> SourceRecord.of(json.getBytes(UTF_8), Origin.of("raw", 0, 0)))
                        .toList())
                .withCoder(RecordOutcomeCoder.raw()))
        .apply(InferFields.besides(KNOWN))
        .apply(StoreSchema.of(uri(), KNOWN, ObjectStores.FACTORY));
    pipeline.run();
  }

  private List<String> columns() throws IOException {
    return StoreSchema.read(store, uri()).orElseThrow().getFields().stream()
        .map(Schema.Field::name)
        .toList();
  }

  @Test
  void theSchemaIsTheKnownOneAndWhatWasFound() throws IOException {
    assertThat(StoreSchema.read(store, uri()), is(Optional.empty()));

    infer("{\"id\": \"a\", \"z\": 1}", "{\"id\": \"b\", \"n\": {\"x\": true}}");

    assertThat(columns(), is(List.of("id", "n_x", "z")));
  }

  @Test
  void aRunThatIsStartedAgainKeepsItsSchema() throws IOException {
    infer("{\"id\": \"a\", \"z\": 1}");

    infer("{\"id\": \"a\", \"other\": 1}");

    assertThat(columns(), is(List.of("id", "z")));
  }

  @Test
  void withoutRecordsTheSchemaIsTheKnownOne() throws IOException {
    infer();

    assertThat(columns(), is(List.of("id")));
  }
}
