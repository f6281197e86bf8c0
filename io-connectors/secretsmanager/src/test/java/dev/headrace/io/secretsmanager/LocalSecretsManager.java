package dev.headrace.io.secretsmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GetSecretValue} as
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html says; what
 * is asked for in any other way gets a fault that no retry changes.
 */
final class LocalSecretsManager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/x-amz-json-1.1";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Map<String, Object>> secrets = new ConcurrentHashMap<>();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<String> regions = new CopyOnWriteArrayList<>();

  /** An answer in place of the secret. */
  private record Fault(int status, String type, String message) {}

  LocalSecretsManager() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void put(String arn, String value) {
    secrets.put(arn, Map.of("SecretString", value));
  }

  void putBinary(String arn) {
    secrets.put(arn, Map.of("SecretBinary", "czNjcjN0"));
  }

  /** The next answer is this one, whatever is asked for. */
  void failNext(int status, String type, String message) {
    faults.add(new Fault(status, type, message));
  }

  /** The regions that requests were signed for, one for each request. */
  List<String> requests() {
    return regions;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, Object> request =
          JSON.readValue(exchange.getRequestBody(), new TypeReference<Map<String, Object>>() {});
      regions.add(signedFor(exchange));
      Fault fault = fault(exchange, request);
      if (fault != null) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", fault.type());
        body.put("Message", fault.message());
        answer(exchange, fault.status(), body);
        return;
      }
      String arn = String.valueOf(request.get("SecretId"));
      Map<String, Object> body = new LinkedHashMap<>(secrets.getOrDefault(arn, Map.of()));
      body.put("ARN", arn);
      body.put("CreatedDate", 1.523477145713E9);
      body.put("Name", arn.substring(arn.lastIndexOf(':') + 1));
      body.put("VersionId", "EXAMPLE1-90ab-cdef-fedc-ba987SECRET1");
      body.put("VersionStages", List.of("AWSCURRENT"));
      answer(exchange, 200, body);
    }
  }

  private @Nullable Fault fault(HttpExchange exchange, Map<String, Object> request) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (!"secretsmanager.GetSecretValue".equals(target)
        || !TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"))
        || !"POST".equals(exchange.getRequestMethod())) {
      return new Fault(400, "UnknownOperationException", "Unknown operation");
    }
    if (signedFor(exchange).isEmpty()) {
      return new Fault(400, "MissingAuthenticationTokenException", "Not signed");
    }
    if (!request.keySet().equals(Set.of("SecretId", "VersionStage"))
        || !"AWSCURRENT".equals(request.get("VersionStage"))) {
      return new Fault(400, "InvalidParameterException", "Unexpected parameters");
    }
    if (!faults.isEmpty()) {
      return faults.remove();
    }
    return secrets.containsKey(String.valueOf(request.get("SecretId")))
        ? null
        : new Fault(
            400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  /** The region of a SigV4 header; empty if it is none. */
  private static String signedFor(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String pattern =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/([a-z0-9-]+)/secretsmanager/aws4_request,"
            + " SignedHeaders=[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}";
    return header != null && header.matches(pattern) ? header.replaceAll(pattern, "$1") : "";
  }

  private static void answer(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    byte[] bytes = JSON.writeValueAsString(body).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TYPE);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
