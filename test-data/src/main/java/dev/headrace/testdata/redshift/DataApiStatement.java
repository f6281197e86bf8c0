package dev.headrace.testdata.redshift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement, or a batch and its statements, and how far it has come. */
final class DataApiStatement {
  enum Status {
    SUBMITTED,
    STARTED,
    FINISHED,
    FAILED,
    ABORTED;

    boolean isFinal() {
      return compareTo(FINISHED) >= 0;
    }
  }

  private final String id;
  private final @Nullable String sql;
  private final List<DataApiStatement> subStatements = new ArrayList<>();
  private final Instant createdAt = Instant.now();
  private Instant updatedAt = createdAt;
  private Status status = Status.SUBMITTED;
  private @Nullable String error;
  private @Nullable DataApiResult result;
  private long resultRows = -1;

  DataApiStatement(String id, @Nullable String sql) {
    this.id = id;
    this.sql = sql;
  }

  static DataApiStatement batch(String id, List<String> sqls) {
    DataApiStatement batch = new DataApiStatement(id, null);
    for (int i = 0; i < sqls.size(); i++) {
      batch.subStatements.add(new DataApiStatement(id + ":" + (i + 1), sqls.get(i)));
    }
    return batch;
  }

  String id() {
    return id;
  }

  List<DataApiStatement> subStatements() {
    return subStatements;
  }

  synchronized Status status() {
    return status;
  }

  /** Moves on, unless the end has been reached. */
  synchronized boolean become(Status next, @Nullable String why) {
    if (status.isFinal()) {
      return false;
    }
    status = next;
    error = why;
    updatedAt = Instant.now();
    return true;
  }

  synchronized void hasResult(DataApiResult found) {
    result = found;
    resultRows = found.rows().size();
  }

  synchronized void changedRows(long rows) {
    resultRows = rows;
  }

  synchronized @Nullable DataApiResult result() {
    return status == Status.FINISHED ? result : null;
  }

  synchronized ObjectNode describe() {
    ObjectNode description =
        JsonNodeFactory.instance
            .objectNode()
            .put("Id", id)
            .put("Status", status.name())
            .put("CreatedAt", seconds(createdAt))
            .put("UpdatedAt", seconds(updatedAt))
            .put("Duration", (updatedAt.toEpochMilli() - createdAt.toEpochMilli()) * 1_000_000)
            .put("HasResultSet", result != null)
            .put("ResultRows", resultRows)
            .put("ResultSize", result == null ? -1 : result.bytes())
            .put("RedshiftQueryId", status == Status.SUBMITTED ? 0 : 1);
    if (sql != null) {
      description.put("QueryString", sql);
    }
    if (error != null) {
      description.put("Error", error);
    }
    if (!subStatements.isEmpty()) {
      ArrayNode subs = description.putArray("SubStatements");
      subStatements.forEach(sub -> subs.add(sub.describe()));
    }
    return description;
  }

  static double seconds(Instant time) {
    return time.toEpochMilli() / 1_000.0;
  }
}
