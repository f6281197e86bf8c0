package dev.headrace.io.redshift.dataapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The Data API over HTTP on the loopback interface, as far as a session uses it: each session is a
 * connection to a warehouse, statements are run when they are submitted and told as running for two
 * polls. What it is sent is kept; {@link Script} can answer in its place.
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
      try {
        return new Reply(200, (ObjectNode) JSON.readTree(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Answers in place of the endpoint, or leaves it to it by null. */
  interface Script {
    @Nullable Reply answer(Call call) throws SQLException;
  }

  /** Opens a session's connection. */
  interface Warehouse {
    Connection connect() throws SQLException;
  }

  private final Warehouse warehouse;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Connection> sessions = new ConcurrentHashMap<>();
  private final Map<String, ApiStatement> statements = new ConcurrentHashMap<>();
  private final Map<String, Integer> polls = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Script script = call -> null;

  DataApiEndpoint(Warehouse warehouse) throws IOException {
    this.warehouse = warehouse;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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

  private Reply answer(Call call) {
    try {
      Reply scripted = script.answer(call);
      return scripted == null ? new Reply(200, real(call)) : scripted;
    } catch (SQLException e) {
      return Reply.error("InternalServerException", String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode real(Call call) throws SQLException {
    JsonNode body = call.body();
    return switch (call.operation()) {
      case "ExecuteStatement" -> submitted(body, false, List.of(body.get("Sql").asText()));
      case "BatchExecuteStatement" -> {
        List<String> sqls = new ArrayList<>();
        body.get("Sqls").forEach(sql -> sqls.add(sql.asText()));
        yield submitted(body, true, sqls);
      }
      case "DescribeStatement" -> described(body.get("Id").asText());
      case "GetStatementResult" -> result(body.get("Id").asText());
      case "CancelStatement" -> JSON.createObjectNode().put("Status", true);
      default -> throw new SQLException("No operation " + call.operation());
    };
  }

  private ObjectNode submitted(JsonNode body, boolean batch, List<String> sqls)
      throws SQLException {
    String session =
        body.hasNonNull("SessionId")
            ? body.get("SessionId").asText()
            : UUID.randomUUID().toString();
    if (!sessions.containsKey(session)) {
      sessions.put(session, warehouse.connect());
    }
    String id = UUID.randomUUID().toString();
    statements.put(
        id, ApiStatement.run(sessions.get(session), batch, sqls, body.get("Parameters")));
    return JSON.createObjectNode().put("Id", id).put("SessionId", session);
  }

  private ObjectNode described(String id) {
    ObjectNode told = JSON.createObjectNode().put("Id", id);
    int asked = polls.merge(id, 1, Integer::sum);
    if (asked <= POLLS) {
      return told.put("Status", asked == 1 ? "SUBMITTED" : "STARTED");
    }
    return statement(id).describe(told);
  }

  private ApiStatement statement(String id) {
    ApiStatement statement = statements.get(id);
    if (statement == null) {
      throw new IllegalArgumentException("No statement " + id);
    }
    return statement;
  }

  private ObjectNode result(String id) {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode records = result.putArray("Records");
    statement(id).rows().forEach(row -> fields(records.addArray(), row));
    result.putArray("ColumnMetadata");
    return result;
  }

  private static void fields(ArrayNode fields, List<@Nullable String> row) {
    for (String value : row) {
      if (value == null) {
        fields.addObject().put("isNull", true);
      } else if (value.matches("-?\\d{1,18}")) {
        fields.addObject().put("longValue", Long.parseLong(value));
      } else {
        fields.addObject().put("stringValue", value);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    server.stop(0);
    threads.shutdownNow();
    for (Connection session : sessions.values()) {
      session.close();
    }
  }
}
