package dev.headrace.runners.direct;

import dev.headrace.io.lake.read.DatasetManifests;
import dev.headrace.io.lake.read.LakeIO;
import dev.headrace.io.lake.store.ObjectStores;
import dev.headrace.testdata.stub.Answer;
import dev.headrace.testdata.stub.StubApi;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * A shop whose API says what a test has it say, and the pipeline in YAML that brings its orders.
 */
final class Shop implements AutoCloseable {
  static final String DATASET = "shop-orders";

  private static final String YAML =
      """
      name: orders
      source: shop
      resource: orders
      base-url: https://api.example.com
      request:
        path: /orders
        query: {day: "{window.start}"}
        window: {format: date}
      records: /items
      dataset: shop-orders
      keys: id
      version: updated
      """;

  /** Of a record {@code {"id": "a", "updated": 1, "day": "2026-11-01", "price": 1.5}}. */
  static final String FIELDS =
      """
          - {name: id, type: string, maxBytes: 64}
          - {name: updated, type: long}
          - {name: day, type: {type: int, logicalType: date}}
          - {name: price, type: double}
      """;

  static final String BY_DAY = "partition: day\ntable: orders\n";

  private final Platform platform;
  private final Path file;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final StubApi api =
      StubApi.start(
          request ->
              Answer.json(
                  answers.getOrDefault(request.parameter("day").orElseThrow(), "{\"items\": []}")));

  private Shop(Platform platform, Path file) {
    this.platform = platform;
    this.file = file;
  }

  /** A shop whose pipeline has the plain contract, of that mode. */
  static Shop open(Path folder, String mode) throws IOException {
    return open(folder, mode, FIELDS, BY_DAY);
  }

  /** A shop whose pipeline has a contract of that mode and those fields, and more sections. */
  static Shop open(Path folder, String mode, String fields, String sections) throws IOException {
    Path file = folder.resolve("orders.yaml");
    String contract = "contract:\n  name: Order\n  mode: " + mode + "\n  fields:\n" + fields;
    Files.writeString(file, YAML + contract + sections);
    return new Shop(Platform.start(Files.createDirectory(folder.resolve("s3"))), file);
  }

  /** Says something else in the pipeline's file, from now on. */
  Shop changes(String from, String to) throws IOException {
    String yaml = Files.readString(file);
    Files.writeString(file, yaml.replace(from, to));
    return this;
  }

  /** What the API answers for a day. */
  Shop sells(String day, String... items) {
    answers.put(day, "{\"items\": [" + String.join(", ", items) + "]}");
    return this;
  }

  static String order(String id, int updated, String day, String more) {
    return "{\"id\": \"%s\", \"updated\": %d, \"day\": \"%s\", \"price\": %d.5%s}"
        .formatted(id, updated, day, updated, more);
  }

  /** Runs the pipeline over one day. */
  CommandLineRun run(String runId, String day, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--run-id=" + runId, "--start=" + day, "--end=" + day + "T12:00:00Z"));
    return CommandLineRun.of(
        CommandLineRun.runArguments(
            file.toString(), platform, api.baseUri(), all.toArray(String[]::new)));
  }

  CommandLineRun compact(String... options) {
    return CommandLineRun.of(CommandLineRun.compactArguments(file.toString(), platform, options));
  }

  int requests() {
    return api.requestCount();
  }

  Platform platform() {
    return platform;
  }

  /** Checks the rows of the lake, each as its text, in the schema of the latest run. */
  void requireRows(String... rows) throws IOException {
    String dataset = "s3://transformed/" + DATASET;
    Pipeline pipeline = Pipeline.create(platform.options());
    PAssert.that(
            pipeline
                .apply(LakeIO.read(dataset, schema(dataset + "/")))
                .apply(MapElements.into(TypeDescriptors.strings()).via(GenericRecord::toString)))
        .containsInAnyOrder(rows);
    pipeline.run().waitUntilFinish();
  }

  private Schema schema(String dataset) throws IOException {
    try (ObjectStore store = ObjectStores.open(platform.options())) {
      return DatasetManifests.read(store, dataset).schemas().get(0);
    }
  }

  @Override
  public void close() {
    api.close();
    platform.close();
  }
}
