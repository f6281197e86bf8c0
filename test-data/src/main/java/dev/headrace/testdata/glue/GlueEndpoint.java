package dev.headrace.testdata.glue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.testdata.http.LoopbackHttp;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the operations of the data catalog and of jobs by the protocol of
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
  private final GlueJobs jobs = new GlueJobs();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<GlueFault> faults = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<GlueFault>> faultsOf = new ConcurrentHashMap<>();
  private final List<String> operations = new CopyOnWriteArrayList<>();
  private final Map<String, List<Map<String, Object>>> requests = new ConcurrentHashMap<>();
  private final Map<String, GlueFault> lost = new ConcurrentHashMap<>();
  private final Map<String, Runnable> beforeAnswers = new ConcurrentHashMap<>();

  /**
   * Starts a catalog that has these databases and no table, at a free port of the loopback address.
   *
   * @param pageSize the most partitions of one answer, whatever is asked for
   */
  public GlueEndpoint(Set<String> databases, int pageSize) throws IOException {
    state = new GlueState(databases, pageSize);
    server = LoopbackHttp.create();
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

  /** The jobs, and how their runs go. */
  public GlueJobs jobs() {
    return jobs;
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

  /** The next requests of an operation get this answer; nothing is done. */
  public void fail(String operation, int times, int status, String type, String message) {
    Queue<GlueFault> queue =
        faultsOf.computeIfAbsent(operation, any -> new ConcurrentLinkedQueue<>());
    for (int i = 0; i < times; i++) {
      queue.add(new GlueFault(status, type, message));
    }
  }

  /** What an operation was asked for with, in order, refused requests included. */
  public List<Map<String, Object>> requests(String operation) {
    return List.copyOf(requests.getOrDefault(operation, List.of()));
  }

  /** The next request of the operation that is done is answered by an error. */
  public void loseAnswerOf(String operation) {
    loseAnswerOf(operation, 500, "InternalServiceException");
  }

  /** The next request of the operation that is done is answered by this error. */
  public void loseAnswerOf(String operation, int status, String type) {
    lost.put(operation, new GlueFault(status, type, "Lost"));
  }

  /** The next request of the operation is done, or refused, and answered after this. */
  public void beforeAnswerOf(String operation, Runnable happening) {
    beforeAnswers.put(operation, happening);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, done(exchange));
      } catch (GlueFault fault) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", fault.type());
        body.put("Message", fault.getMessage());
        send(exchange, fault.status(), body);
      }
    }
  }

  private Map<String, Object> done(HttpExchange exchange) throws IOException {
    String operation = operationOf(exchange);
    try {
      Map<String, Object> answer = answer(exchange);
      GlueFault fault = lost.remove(operation);
      if (fault != null) {
        throw fault;
      }
      return answer;
    } finally {
      Optional.ofNullable(beforeAnswers.remove(operation)).ifPresent(Runnable::run);
    }
  }

  private static String operationOf(HttpExchange exchange) {
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    return target.substring(target.indexOf('.') + 1);
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
    String operation = operationOf(exchange);
    operations.add(operation);
    requests.computeIfAbsent(operation, any -> new CopyOnWriteArrayList<>()).add(request);
    GlueFault fault = faults.isEmpty() ? nextFaultOf(operation) : faults.remove();
    if (fault != null) {
      throw fault;
    }
    return GlueJobs.knows(operation)
        ? jobs.answer(operation, request)
        : state.answer(operation, request);
  }

  private @Nullable GlueFault nextFaultOf(String operation) {
    Queue<GlueFault> queue = faultsOf.get(operation);
    return queue == null ? null : queue.poll();
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
