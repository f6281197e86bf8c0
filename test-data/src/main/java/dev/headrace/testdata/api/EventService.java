package dev.headrace.testdata.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The regular answer to each request. Depends on nothing but the request and the catalog. */
final class EventService {

  private static final String HOST = "https://earthquake.usgs.gov";
  private static final String ROOT = "/fdsnws/event/1/";
  private static final int MAX_ALLOWED = 20_000;
  private static final Set<String> ENDPOINTS = Set.of("query", "count", "version");
  private static final List<String> ORDERS =
      Stream.of(Order.values()).map(order -> order.parameter).toList();

  private final Catalog catalog;
  private final boolean emptyPages;
  private final EarthquakeFeed feed;
  private final String now;

  EventService(EarthquakeFeed feed, Script script) {
    this.catalog = Catalog.of(feed.features(), script);
    this.emptyPages = script.emptyPages();
    this.feed = feed;
    this.now =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT)
            .format(feed.generated().atOffset(ZoneOffset.UTC));
  }

  Reply answer(ApiRequest request) {
    String path = request.path();
    String endpoint = path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
    if (!ENDPOINTS.contains(endpoint)) {
      return notFound(request);
    }
    if (!request.method().equals("GET")) {
      String message = "Only GET is supported.";
      return error(405, "Method Not Allowed", message, request).with("Allow", "GET");
    }
    try {
      return switch (endpoint) {
        case "query" -> query(request, new Parameters(request.parameters()));
        case "count" -> count(new Parameters(request.parameters()));
        default -> Reply.text(200, feed.apiVersion());
      };
    } catch (BadRequestException e) {
      return error(400, "Bad Request", e.sentence(), request);
    }
  }

  private Reply query(ApiRequest request, Parameters parameters) throws BadRequestException {
    parameters.oneOf("format", "quakeml", List.of("geojson"));
    String noData = parameters.oneOf("nodata", "204", List.of("204", "404"));
    int limit = limit(parameters);
    int offset = offset(parameters);
    List<Entry> selected = catalog.select(selection(parameters));
    int from = Math.min(offset - 1, selected.size());
    List<Entry> page = selected.subList(from, Math.min(from + limit, selected.size()));
    if (page.isEmpty() && !emptyPages) {
      return noData.equals("204") ? Reply.empty(204) : notFound(request);
    }
    String paging = parameters.has("limit") ? pagingMetadata(limit, offset) : "";
    return Reply.of(200, Reply.JSON, Page.of(metadata(request, paging, page.size()), page));
  }

  private Reply count(Parameters parameters) throws BadRequestException {
    String format = parameters.oneOf("format", "text", List.of("geojson", "text"));
    parameters.oneOf("nodata", "204", List.of("204", "404"));
    limit(parameters);
    offset(parameters);
    int count = catalog.select(selection(parameters)).size();
    if (format.equals("text")) {
      return Reply.text(200, Integer.toString(count));
    }
    String json = "{\"count\":" + count + ",\"maxAllowed\":" + MAX_ALLOWED + "}";
    return Reply.of(200, Reply.JSON, json.getBytes(UTF_8));
  }

  private String metadata(ApiRequest request, String paging, int count) {
    return "{\"generated\":"
        + feed.generated().toEpochMilli()
        + ",\"url\":"
        + Json.quoted(HOST + request.uri())
        + ",\"title\":\"USGS Earthquakes\",\"status\":200,\"api\":"
        + Json.quoted(feed.apiVersion())
        + paging
        + ",\"count\":"
        + count
        + "}";
  }

  private Reply notFound(ApiRequest request) {
    return error(404, "Not Found", "Not Found", request);
  }

  private Reply error(int status, String reason, String message, ApiRequest request) {
    return Reply.text(
        status,
        String.join(
            "\n",
            "Error " + status + ": " + reason,
            "",
            message,
            "",
            "Usage details are available from " + HOST + ROOT,
            "",
            "Request:",
            request.uri(),
            "",
            "Request Submitted:",
            now,
            "",
            "Service version:",
            feed.apiVersion()));
  }

  private static String pagingMetadata(int limit, int offset) {
    return ",\"limit\":" + limit + ",\"offset\":" + offset;
  }

  private static Selection selection(Parameters parameters) throws BadRequestException {
    String order = parameters.oneOf("orderby", Order.TIME.parameter, ORDERS);
    return new Selection(
        parameters.millis("starttime", Long.MIN_VALUE),
        parameters.millis("endtime", Long.MAX_VALUE),
        parameters.number("minmagnitude", Double.NEGATIVE_INFINITY),
        Order.of(order));
  }

  private static int limit(Parameters parameters) throws BadRequestException {
    return parameters.integer("limit", MAX_ALLOWED, 1, MAX_ALLOWED);
  }

  private static int offset(Parameters parameters) throws BadRequestException {
    return parameters.integer("offset", 1, 1, Integer.MAX_VALUE);
  }
}
