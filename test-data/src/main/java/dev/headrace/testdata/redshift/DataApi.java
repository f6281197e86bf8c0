package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headrace.testdata.http.LoopbackHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Amazon Redshift Data API over a {@link LocalRedshift}, on the loopback address and a free
 * port: ExecuteStatement, BatchExecuteStatement, DescribeStatement, GetStatementResult and
 * CancelStatement. Statements run in the background and are remembered until this is closed.
 *
 * <p>A request must look signed (AWS Signature Version 4), but the signature is not checked, and
 * whatever database, cluster and user it names, there is one warehouse.
 *
 * <p>Protocol: <a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/Welcome.html">Amazon Redshift
 * Data API reference</a>, AWS JSON 1.1.
 */
public final class DataApi implements AutoCloseable {
  /** AWS's quota of active statements and of active sessions, for each. */
  public static final int DEFAULT_QUOTA = 500;

  private static final String TARGET = "RedshiftData.";
  private static final Pattern SIGNED =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=[^ ]+/redshift-data/aws4_request, ?SignedHeaders=[^ ]+,"
              + " ?Signature=[0-9a-f]{64}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final DataApiStatements statements;
  private final AtomicInteger throttled = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();

  private DataApi(HttpServer http, DataApiStatements statements) {
    this.http = http;
    this.statements = statements;
  }

  /** Starts with AWS's quotas. The warehouse stays the caller's to close, after this. */
  public static DataApi start(LocalRedshift redshift) {
    return start(redshift, DEFAULT_QUOTA, DEFAULT_QUOTA);
  }

  /** Starts with quotas of its own. */
  public static DataApi start(LocalRedshift redshift, int activeStatements, int activeSessions) {
    try {
      HttpServer http = LoopbackHttp.create();
      DataApiStatements statements =
          new DataApiStatements(new DataApiSessions(redshift, activeSessions), activeStatements);
      DataApi api = new DataApi(http, statements);
      http.createContext("/", api::answer);
      http.setExecutor(api.threads);
      http.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException("The local Data API did not start", e);
    }
  }

  /** What a client takes as its endpoint. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Answers so many of the next requests with ThrottlingException. */
  public void throttleNext(int count) {
    throttled.set(count);
  }

  /** The requests that have come so far, the refused ones among them. */
  public int requestCount() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      try {
        send(exchange, 200, operate(exchange));
      } catch (DataApiException e) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", e.type());
        send(
            exchange,
            e.status(),
            JsonNodeFactory.instance
                .objectNode()
                .put("__type", e.type())
                .put("message", e.text())
                .put("Message", e.text()));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private ObjectNode operate(HttpExchange exchange) throws IOException, DataApiException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    @Nullable String signature = exchange.getRequestHeaders().getFirst("Authorization");
    if (signature == null) {
      throw DataApiException.of(
          "MissingAuthenticationTokenException", 403, "Missing Authentication Token");
    }
    if (!SIGNED.matcher(signature).matches()) {
      throw DataApiException.of(
          "IncompleteSignatureException", 403, "The Authorization header is not as it must be");
    }
    if (throttled.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw DataApiException.of("ThrottlingException", 400, "Rate exceeded");
    }
    String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    return switch (target.startsWith(TARGET) ? target.substring(TARGET.length()) : target) {
      case "ExecuteStatement" -> statements.submit(DataApiRequest.parse(body, false), false);
      case "BatchExecuteStatement" -> statements.submit(DataApiRequest.parse(body, true), true);
      case "DescribeStatement" -> statement(body).describe();
      case "GetStatementResult" -> result(body);
      case "CancelStatement" -> {
        statements.cancel(statement(body));
        yield JsonNodeFactory.instance.objectNode().put("Status", true);
      }
      default ->
          throw DataApiException.of("UnknownOperationException", 404, "No operation " + target);
    };
  }

  private DataApiStatement statement(JsonNode body) throws DataApiException {
    return statements.find(DataApiRequest.text(body, "Id"));
  }

  private ObjectNode result(JsonNode body) throws DataApiException {
    @Nullable DataApiResult result = statement(body).result();
    if (result == null) {
      throw DataApiException.notFound(
          "Query does not have result. Please check query status with DescribeStatement.");
    }
    String token = body.path("NextToken").asText("0");
    DataApiRequest.check(
        token.matches("[0-9]{1,9}") && Integer.parseInt(token) <= result.rows().size(),
        "NextToken is invalid");
    return result.page(Integer.parseInt(token));
  }

  /** Ends the server and its sessions. */
  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    statements.close();
  }
}
