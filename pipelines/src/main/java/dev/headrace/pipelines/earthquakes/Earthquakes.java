package dev.headrace.pipelines.earthquakes;

import dev.headrace.io.http.pages.OffsetPages;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.pipelines.run.Window;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.records.Contract;
import java.net.URI;
import java.util.Map;

/**
 * The U.S. Geological Survey's earthquakes, from its event service
 * (https://earthquake.usgs.gov/fdsnws/event/1/) to the table {@code earthquakes}.
 *
 * <p>A window is first counted and then fetched in pages; the service answers a query with 20,000
 * events at the most. Of the versions of an event the last updated one is kept.
 */
public final class Earthquakes implements DefinitionProvider {
  private static final int MAX_PAGE_SIZE = 20_000;
  private static final String PARTITION = "event_date";

  @Override
  public String name() {
    return "earthquakes";
  }

  @Override
  public URI defaultBaseUrl() {
    return URI.create("https://earthquake.usgs.gov");
  }

  @Override
  public int defaultPageSize() {
    return 5000;
  }

  @Override
  public PipelineDefinition define(URI baseUrl, int pageSize) {
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException(
          "page-size must be 1 to " + MAX_PAGE_SIZE + ", but is " + pageSize);
    }
    Contract contract = Contract.ofResource(Earthquakes.class, "earthquake.avsc");
    return PipelineDefinition.builder()
        .source("usgs")
        .resource("events")
        .baseUrl(baseUrl)
        .request(Earthquakes::count)
        .paginator(
            OffsetPages.ofTotal("/count", pageSize)
                .withFirstOffset(1)
                .withPagePath("/count", "/query")
                .withRecords("/features"))
        .identity(Map.of("page-size", Integer.toString(pageSize)))
        .records("/features")
        .contract(contract)
        .dataset("earthquakes")
        .key("id")
        .version("updated")
        .partition(PARTITION)
        .table(
            RedshiftTable.of("earthquakes", contract.schemaWithout(PARTITION))
                .withKeys("id")
                .withSequence("updated")
                .withDistKey("id")
                .withSortKeys("time"))
        .build();
  }

  /** The service takes both ends as part of the window, to the millisecond. */
  private static FetchRequest count(Window window) {
    String url =
        "/fdsnws/event/1/count?format=geojson&orderby=time-asc&starttime=%s&endtime=%s"
            .formatted(window.start(), window.end().minusMillis(1));
    return FetchRequest.get("usgs", "events", url)
        .withRole(FetchRequest.Role.COUNT)
        .withContext(window.context());
  }
}
