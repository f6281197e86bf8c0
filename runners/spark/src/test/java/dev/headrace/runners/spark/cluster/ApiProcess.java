package dev.headrace.runners.spark.cluster;

import dev.headrace.testdata.process.ApiMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An API as another process, whose requests can be held. */
final class ApiProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final JvmProcess process;
  private final URI api;
  private final URI control;
  private final HttpClient client = HttpClient.newHttpClient();

  private ApiProcess(JvmProcess process, URI api, URI control) {
    this.process = process;
    this.api = api;
    this.control = control;
  }

  /** Starts one; the arguments are those of {@link ApiMain}. */
  static ApiProcess start(Path log, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> java = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
    java.add(System.getProperty("java.class.path"));
    java.add(ApiMain.class.getName());
    java.addAll(arguments);
    JvmProcess process = JvmProcess.start(log, java, Map.of());
    String api = process.awaitLine(StandIns.ADDRESS).group();
    int told = process.lines().indexOf(api);
    return new ApiProcess(
        process,
        URI.create(api),
        URI.create(process.awaitLine(StandIns.ADDRESS, told + 1).group()));
  }

  URI url() {
    return api;
  }

  /** Every request that has arrived, in their order. */
  List<String> arrived() throws IOException, InterruptedException {
    return ask("/arrived");
  }

  /** Holds what arrives after so many requests. */
  void holdAfter(int requests) throws IOException, InterruptedException {
    ask("/hold?" + requests);
  }

  /** Waits until so many are held. */
  void awaitHeld(int requests) throws IOException, InterruptedException {
    ask("/held?" + requests);
  }

  void release() throws IOException, InterruptedException {
    ask("/release");
  }

  private List<String> ask(String what) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(control.resolve(what)).timeout(PATIENCE).build();
    String body = client.send(request, BodyHandlers.ofString()).body();
    return body.isEmpty() ? List.of() : Arrays.asList(body.split("\n", -1));
  }

  @Override
  public void close() {
    process.close();
  }
}
