package dev.headrace.testdata.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.headrace.testdata.s3.LocalS3;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class ProcessesTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String FLIGHTS =
      "/flights?start=2001-01-01T00:00:00Z&end=2001-01-02T00:00:00Z&size=10&page=";

  @TempDir Path folder;

  private Process start(Class<?> main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
  }

  private static void requireEndWithInput(Process process) throws Exception {
    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS), is(true));
    assertThat(process.exitValue(), is(0));
  }

  @Test
  void anS3IsServedUntilItsParentLetsGo() throws Exception {
    Process process = start(S3Main.class, folder.resolve("s3").toString(), "raw", "lake");
    try (BufferedReader out = process.inputReader(UTF_8);
        S3Client client = LocalS3.newClient(URI.create(out.readLine()))) {
      client.putObject(r -> r.bucket("lake").key("a"), RequestBody.fromString("content"));

      assertThat(client.listBuckets().buckets(), hasSize(2));
      assertThat(client.listObjectsV2(r -> r.bucket("lake")).keyCount(), is(1));
      requireEndWithInput(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void requestsToAnApiAreSeenHeldAndLetGoOf() throws Exception {
    Process process = start(ApiMain.class, "flights", "1");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String api = out.readLine();
      String control = out.readLine();
      assertThat(get(api + FLIGHTS + 1).join().statusCode(), is(503));
      get(control + "/hold?3").join();
      get(api + FLIGHTS + 2).join();
      get(api + FLIGHTS + 3).join();

      CompletableFuture<HttpResponse<String>> held = get(api + FLIGHTS + 4);

      List<String> arrived = List.of(get(control + "/held?1").join().body().split("\n", -1));
      assertThat(arrived, hasSize(4));
      assertThat(arrived, hasItem(FLIGHTS + 4));
      assertThat(held.isDone(), is(false));
      get(control + "/release").join();
      assertThat(held.join().statusCode(), is(200));
      requireEndWithInput(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void earthquakesAreServedAsWell() throws Exception {
    Process process = start(ApiMain.class, "earthquakes");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String api = out.readLine();
      String control = out.readLine();

      String count = get(api + "/fdsnws/event/1/count?format=geojson").join().body();

      assertThat(count, is("{\"count\":1709,\"maxAllowed\":20000}"));
      assertThat(get(control + "/arrived").join().body(), is("1"));
      requireEndWithInput(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<HttpResponse<String>> get(String uri) {
    return CLIENT.sendAsync(
        HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }
}
