package dev.headrace.testdata.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks one server what a test wants to know. */
final class ApiClient {

  static final String QUERY = "/fdsnws/event/1/query?format=geojson";
  static final String COUNT = "/fdsnws/event/1/count?format=geojson";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI baseUri;

  ApiClient(EarthquakeApi api) {
    this.baseUri = api.baseUri();
  }

  HttpResponse<byte[]> get(String pathAndQuery) throws IOException, InterruptedException {
    return http.send(request(pathAndQuery).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String pathAndQuery) throws IOException, InterruptedException {
    HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("x");
    return http.send(request(pathAndQuery).POST(body).build(), BodyHandlers.ofByteArray());
  }

  CompletableFuture<HttpResponse<byte[]>> getAsync(String pathAndQuery) {
    return http.sendAsync(request(pathAndQuery).build(), BodyHandlers.ofByteArray());
  }

  List<HttpResponse<byte[]>> getAtOnce(int count, String pathAndQuery) {
    List<CompletableFuture<HttpResponse<byte[]>>> pending = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pending.add(getAsync(pathAndQuery));
    }
    return pending.stream().map(CompletableFuture::join).toList();
  }

  JsonNode json(String pathAndQuery) throws IOException, InterruptedException {
    return MAPPER.readTree(get(pathAndQuery).body());
  }

  /** The features of one page; none if the service has no data. */
  List<JsonNode> features(String pathAndQuery) throws IOException, InterruptedException {
    List<JsonNode> features = new ArrayList<>();
    json(pathAndQuery).path("features").forEach(features::add);
    return features;
  }

  List<String> ids(String pathAndQuery) throws IOException, InterruptedException {
    return features(pathAndQuery).stream().map(feature -> feature.path("id").asText()).toList();
  }

  int count(String parameters) throws IOException, InterruptedException {
    return json(COUNT + parameters).get("count").intValue();
  }

  private HttpRequest.Builder request(String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(baseUri + pathAndQuery)).timeout(PATIENCE);
  }
}
