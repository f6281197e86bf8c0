package dev.headrace.io.redshift.dataapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one statement or batch. */
record ApiStatement(
    boolean batch,
    List<String> sqls,
    List<Integer> changed,
    List<List<@Nullable String>> rows,
    boolean hasRows,
    @Nullable String error) {

  static ApiStatement run(
      Connection session, boolean batch, List<String> sqls, @Nullable JsonNode parameters)
      throws SQLException {
    List<Integer> changed = new ArrayList<>();
    List<List<@Nullable String>> rows = new ArrayList<>();
    boolean[] hasRows = new boolean[1];
    session.setAutoCommit(!batch);
    try {
      for (String sql : sqls) {
        changed.add(one(session, sql, parameters, rows, hasRows));
      }
      if (batch) {
        session.commit();
      }
      return new ApiStatement(batch, sqls, changed, rows, hasRows[0], null);
    } catch (SQLException e) {
      if (batch) {
        session.rollback();
      }
      return new ApiStatement(batch, sqls, changed, rows, false, "ERROR: " + e.getMessage());
    } finally {
      session.setAutoCommit(true);
    }
  }

  private static int one(
      Connection session,
      String sql,
      @Nullable JsonNode parameters,
      List<List<@Nullable String>> rows,
      boolean[] hasRows)
      throws SQLException {
    try (PreparedStatement statement =
        session.prepareStatement(sql.replaceAll("(?<!:):p\\d+", "?"))) {
      for (int i = 0; parameters != null && i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i).get("value").asText());
      }
      if (!statement.execute()) {
        return statement.getUpdateCount();
      }
      hasRows[0] = true;
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
          }
          rows.add(row);
        }
      }
      return rows.size();
    }
  }

  ObjectNode describe(ObjectNode told) {
    told.put("Status", error == null ? "FINISHED" : "FAILED").put("HasResultSet", hasRows);
    if (error != null) {
      told.put("Error", batch ? "Query #" + (changed.size() + 1) + " failed" : error);
    } else {
      told.put("ResultRows", changed.get(changed.size() - 1));
    }
    if (batch) {
      subStatements(told.putArray("SubStatements"));
    }
    return told;
  }

  private void subStatements(ArrayNode subStatements) {
    for (int i = 0; i < sqls.size(); i++) {
      ObjectNode sub = subStatements.addObject();
      sub.put("Id", "x:" + (i + 1)).put("QueryString", sqls.get(i));
      if (i < changed.size()) {
        sub.put("Status", "FINISHED").put("ResultRows", changed.get(i));
      } else if (i == changed.size() && error != null) {
        sub.put("Status", "FAILED").put("Error", error);
      } else {
        sub.put("Status", "ABORTED");
      }
    }
  }
}
