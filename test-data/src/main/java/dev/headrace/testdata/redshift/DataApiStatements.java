package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headrace.testdata.redshift.DataApiStatement.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes statements, runs each on a thread of its own, and remembers them until it is closed. */
final class DataApiStatements implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataApiStatements.class);

  private final DataApiSessions sessions;
  private final int mostActive;
  private final Map<String, DataApiStatement> statements = new ConcurrentHashMap<>();
  private final Map<String, ObjectNode> answers = new ConcurrentHashMap<>();
  private final Map<String, DataApiSession> running = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "local-redshift-data-api");
            thread.setDaemon(true);
            return thread;
          });

  DataApiStatements(DataApiSessions sessions, int mostActive) {
    this.sessions = sessions;
    this.mostActive = mostActive;
  }

  /** Submits, unless a request with the same token was: then its answer is given again. */
  synchronized ObjectNode submit(DataApiRequest request, boolean batch) throws DataApiException {
    @Nullable String token = request.clientToken();
    @Nullable ObjectNode earlier = token == null ? null : answers.get(token);
    if (earlier != null) {
      return earlier;
    }
    if (active() >= mostActive) {
      throw DataApiException.of(
          "ActiveStatementsExceededException",
          400,
          "Active statements exceeded the allowed quota (" + mostActive + ").");
    }
    List<DataApiSql> sqls = new ArrayList<>();
    for (String sql : request.sqls()) {
      sqls.add(DataApiSql.of(sql, request.parameters()));
    }
    String id = UUID.randomUUID().toString();
    DataApiStatement statement =
        batch
            ? DataApiStatement.batch(id, request.sqls())
            : new DataApiStatement(id, request.sqls().get(0));
    DataApiSessions.Taken taken = sessions.take(request);
    statements.put(id, statement);
    statement.subStatements().forEach(sub -> statements.put(sub.id(), sub));
    running.put(id, taken.session());
    threads.execute(() -> run(statement, sqls, taken));
    ObjectNode answer = answer(request, id, taken);
    if (token != null) {
      answers.put(token, answer);
    }
    return answer;
  }

  private long active() {
    return statements.values().stream()
        .filter(statement -> running.containsKey(statement.id()) && !statement.status().isFinal())
        .count();
  }

  private static ObjectNode answer(DataApiRequest request, String id, DataApiSessions.Taken taken) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("Id", id);
    answer.put("CreatedAt", DataApiStatement.seconds(Instant.now()));
    for (String field :
        List.of("Database", "DbUser", "SecretArn", "WorkgroupName", "ClusterIdentifier")) {
      if (request.body().hasNonNull(field)) {
        answer.set(field, request.body().get(field));
      }
    }
    if (taken.id() != null) {
      answer.put("SessionId", taken.id());
    }
    return answer;
  }

  /** A statement has ended when its session is free again. */
  private void run(DataApiStatement statement, List<DataApiSql> sqls, DataApiSessions.Taken taken) {
    Status end = Status.FINISHED;
    @Nullable String error = null;
    try {
      if (statement.become(Status.STARTED, null)) {
        if (statement.subStatements().isEmpty()) {
          taken.session().run(sqls.get(0), statement);
        } else {
          batch(statement, sqls, taken.session());
        }
      }
    } catch (SQLException | RuntimeException e) {
      end = Status.FAILED;
      error = e.getMessage();
    }
    running.remove(statement.id());
    sessions.giveBack(taken);
    statement.become(end, error);
  }

  /** All in one transaction, up to the first that fails. */
  private static void batch(DataApiStatement batch, List<DataApiSql> sqls, DataApiSession session)
      throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    try {
      for (int i = 0; i < sqls.size(); i++) {
        DataApiStatement sub = batch.subStatements().get(i);
        sub.become(Status.STARTED, null);
        try {
          session.run(sqls.get(i), sub);
          sub.become(Status.FINISHED, null);
        } catch (SQLException e) {
          sub.become(Status.FAILED, e.getMessage());
          throw e;
        }
      }
      connection.commit();
    } catch (SQLException e) {
      batch.subStatements().forEach(sub -> sub.become(Status.ABORTED, null));
      undo(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  private static void undo(Connection connection, SQLException why) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  DataApiStatement find(@Nullable String id) throws DataApiException {
    DataApiRequest.check(id != null, "Id must not be null");
    @Nullable DataApiStatement found = id == null ? null : statements.get(id);
    if (found == null) {
      throw DataApiException.notFound("Query does not exist.");
    }
    return found;
  }

  void cancel(DataApiStatement statement) throws DataApiException {
    DataApiSession session = running.get(statement.id());
    if (session == null || !statement.become(Status.ABORTED, null)) {
      throw DataApiException.validation(
          "Could not cancel a query that is already in %s state.".formatted(statement.status()));
    }
    statement.subStatements().forEach(sub -> sub.become(Status.ABORTED, null));
    try {
      session.cancel();
    } catch (SQLException e) {
      LOG.warn("A statement could not be cancelled", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    sessions.close();
  }
}
