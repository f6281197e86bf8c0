package dev.headrace.io.redshift.dataapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.testdata.http.LoopbackHttp;
import dev.headrace.testdata.redshift.DataApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a local Data API, on the loopback interface: keeps what it is sent, tells of every
 * statement that it is running for two polls, and lets a {@link Script} answer in its place.
 */
final class DataApiEndpoint implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POLLS = 2;

  /** A call as it came. */
  record Call(String operation, JsonNode body, String signature) {}

  /** An answer. */
  record Reply(int status, ObjectNode body) {
    static Reply error(String type, String message) {
      return new Reply(400, JSON.createObjectNode().put("__type", type).put("message", message));
    }

    static Reply ok(String json) {
      return of(200, json);
    }

    private static Reply of(int status, String json) {
      try {
        return new Reply(status, (ObjectNode) JSON.readTree(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Answers in place of the endpoint, or leaves it to it by null. */
  interface Script {
    @Nullable Reply answer(Call call);
  }

  private final DataApi api;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> polls = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Script script = call -> null;

  DataApiEndpoint(DataApi api) throws IOException {
    this.api = api;
    this.server = LoopbackHttp.create();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void script(Script next) {
    script = next;
  }

  List<Call> calls(String operation) {
    return calls.stream().filter(call -> call.operation().equals(operation)).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Call call =
          new Call(
              target.replace("RedshiftData.", ""),
              JSON.readTree(exchange.getRequestBody()),
              exchange.getRequestHeaders().getFirst("Authorization"));
      calls.add(call);
      Reply reply = answer(call);
      byte[] body = JSON.writeValueAsBytes(reply.body());
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply answer(Call call) throws IOException {
    Reply scripted = script.answer(call);
    if (scripted != null) {
      return scripted;
    }
    if (call.operation().equals("DescribeStatement")) {
      String id = call.body().get("Id").asText();
      int asked = polls.merge(id, 1, Integer::sum);
      if (asked <= POLLS) {
        return Reply.ok(
            "{\"Id\":\"%s\",\"Status\":\"%s\"}"
                .formatted(id, asked == 1 ? "SUBMITTED" : "STARTED"));
      }
    }
    return passOn(call);
  }

  private Reply passOn(Call call) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(api.endpoint())
            .header("X-Amz-Target", "RedshiftData." + call.operation())
            .header("Authorization", call.signature())
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(call.body())))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return Reply.of(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
