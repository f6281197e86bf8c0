package com.example;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.Window;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.records.Contract;
import java.net.URI;

/** Strong earthquakes: one request a window, of which the service answers 20,000 at the most. */
public final class StrongQuakes implements DefinitionProvider {
  @Override
  public String name() {
    return "strong-quakes";
  }

  @Override
  public URI defaultBaseUrl() {
    return URI.create("https://earthquake.usgs.gov");
  }

  @Override
  public int defaultPageSize() {
    return 20_000;
  }

  @Override
  public PipelineDefinition define(URI baseUrl, int pageSize) {
    Contract contract = Contract.ofResource(StrongQuakes.class, "strong-quake.avsc");
    return PipelineDefinition.builder()
        .source("usgs")
        .resource("strong-quakes")
        .baseUrl(baseUrl)
        .request(window -> request(window, pageSize))
        .records("/features")
        .contract(contract)
        .dataset("strong-quakes")
        .key("id")
        .version("updated")
        .partition("network")
        .table(
            RedshiftTable.of("strong_quakes", contract.schemaWithout("network"))
                .withKeys("id")
                .withSequence("updated"))
        .build();
  }

  private static FetchRequest request(Window window, int limit) {
    String url =
        "/fdsnws/event/1/query?format=geojson&minmagnitude=4.5&limit=%d&starttime=%s&endtime=%s"
            .formatted(limit, window.start(), window.end().minusMillis(1));
    return FetchRequest.get("usgs", "strong-quakes", url).withContext(window.context());
  }
}
