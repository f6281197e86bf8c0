package dev.headrace.testdata.glue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the data catalog's operations by the protocol of
 * https://docs.aws.amazon.com/glue/latest/webapi/WebAPI_Reference.html; what is asked for in any
 * other way, or without a signature, gets a fault that no retry changes.
 */
public final class GlueEndpoint implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "application/x-amz-json-1.1";
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=[^/ ]+/[0-9]{8}/[a-z0-9-]+/glue/aws4_request,"
          + " SignedHeaders=[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}";

  private final GlueState state;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<GlueFault> faults = new ConcurrentLinkedQueue<>();
  private final List<String> operations = new CopyOnWriteArrayList<>();
  private volatile @Nullable String lost;

  /**
   * Starts a catalog that has these databases and no table, at a free port of the loopback address.
   *
   * @param pageSize the most partitions of one answer, whatever is asked for
   */
  public GlueEndpoint(Set<String> databases, int pageSize) throws IOException {
    state = new GlueState(databases, pageSize);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What the catalog holds, and how it misbehaves. */
  public GlueState state() {
    return state;
  }

  /** Its tables by database and name, and its partitions by those and their value. */
  public synchronized Map<String, Object> contents() {
    return state.contents();
  }

  /** The operations that were asked for, in order. */
  public List<String> operations() {
    return operations;
  }

  /** The next answer is this one, whatever is asked for; nothing is done. */
  public void failNext(int status, String type) {
    faults.add(new GlueFault(status, type, "Not now"));
  }

  /** The next request of the operation is done, and answered by an error. */
  public void loseAnswerOf(String operation) {
    lost = operation;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        Map<String, Object> done = answer(exchange);
        if (operations.get(operations.size() - 1).equals(lost)) {
          lost = null;
          throw new GlueFault(500, "InternalServiceException", "Lost");
        }
        send(exchange, 200, done);
      } catch (GlueFault fault) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", fault.type());
        body.put("Message", fault.getMessage());
        send(exchange, fault.status(), body);
      }
    }
  }

  private synchronized Map<String, Object> answer(HttpExchange exchange) throws IOException {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    String signature = exchange.getRequestHeaders().getFirst("Authorization");
    Map<String, Object> request =
        JSON.readValue(exchange.getRequestBody(), new TypeReference<Map<String, Object>>() {});
    if (!target.startsWith("AWSGlue.")
        || !TYPE.equals(exchange.getRequestHeaders().getFirst("Content-Type"))
        || !"POST".equals(exchange.getRequestMethod())) {
      throw new GlueFault(400, "UnknownOperationException", target);
    }
    if (signature == null || !signature.matches(SIGNATURE)) {
      throw new GlueFault(400, "MissingAuthenticationTokenException", "Not signed");
    }
    String operation = target.substring("AWSGlue.".length());
    operations.add(operation);
    if (!faults.isEmpty()) {
      throw faults.remove();
    }
    return state.answer(operation, request);
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> body)
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
