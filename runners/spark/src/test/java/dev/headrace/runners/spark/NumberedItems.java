package dev.headrace.runners.spark;

import dev.headrace.io.http.pages.Paginator;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.RunSettings;
import dev.headrace.pipelines.run.Window;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.records.Contract;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Items by number, each a request of its own. */
final class NumberedItems {
  private NumberedItems() {}

  static PipelineDefinition define(URI url, int items, Paginator paginator) {
    Schema schema =
        SchemaBuilder.record("Item")
            .namespace("dev.headrace.test")
            .fields()
            .requiredLong("n")
            .requiredString("kind")
            .endRecord();
    Contract contract = Contract.of(schema);
    return PipelineDefinition.builder()
        .source("stub")
        .resource("items")
        .baseUrl(url)
        .requests(window -> requests(window, items))
        .paginator(paginator)
        .records("")
        .contract(contract)
        .dataset("items")
        .key("n")
        .version("n")
        .partition("kind")
        .table(RedshiftTable.of("items", contract.schemaWithout("kind")).withKeys("n"))
        .build();
  }

  private static List<FetchRequest> requests(Window window, int items) {
    return IntStream.range(0, items)
        .mapToObj(n -> FetchRequest.get("stub", "items", "/items?n=" + n))
        .map(request -> request.withContext(window.context()))
        .toList();
  }

  /** One window, on the disk. */
  static RunSettings.Builder settings(Path folder) {
    String root = "file://" + folder.toAbsolutePath();
    return RunSettings.builder()
        .runId("r1")
        .start(Optional.of(Instant.parse("2026-01-01T00:00:00Z")))
        .end(Instant.parse("2026-01-02T00:00:00Z"))
        .raw(root + "/raw")
        .transformed(root + "/transformed")
        .deadLetter(root + "/dead-letter")
        .staging("s3://staging")
        .privateAddresses(true)
        .warehouse(RedshiftConnection.of("jdbc:redshift://nowhere:5439/dev", "nobody"));
  }
}
