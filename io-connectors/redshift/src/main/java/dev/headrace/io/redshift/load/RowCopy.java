package dev.headrace.io.redshift.load;

import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.io.redshift.types.StagingFormat;
import dev.headrace.transforms.run.StoredObject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings the rows of one bad file into the stage that COPY takes from JSON, which unlike Parquet
 * can go on behind a bad row
 * (https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-load.html). It is done in
 * another temporary table, and again without the rows that are known to be bad, until every row is
 * either there or refused by name: the table of errors need not tell all at once.
 */
final class RowCopy {
  private static final String ERRORS =
      "SELECT file_name, line_number, column_name, error_code, error_message"
          + " FROM sys_load_error_detail WHERE file_name LIKE ? AND session_id = ?"
          + " ORDER BY line_number";

  // As long as the column of the table of errors; what tells files apart is in it, as Loader asks.
  private static final int MAX_URI = 256;

  private final StageSql sql;
  private final Staging staging;
  private final String iamRole;
  private final StagingFormat format;

  private record Refusal(String column, int code, String message) {}

  RowCopy(StageSql sql, Staging staging, String iamRole, StagingFormat format) {
    this.sql = sql;
    this.staging = staging;
    this.iamRole = iamRole;
    this.format = format;
  }

  /**
   * Stages what can be.
   *
   * @param refusals takes the other rows
   * @throws SQLException also if 100,000 rows of the file or more are bad
   * @throws IllegalStateException if Redshift does not tell which rows are bad, or these are too
   *     many
   */
  void copy(RedshiftSession session, StoredObject file, Refusals refusals)
      throws SQLException, IOException {
    try (JsonRows rows = JsonRows.of(staging, file, format)) {
      SortedMap<Long, Refusal> refused = new TreeMap<>();
      while (!isStaged(session, file, rows, refused)) {
        session.execute(sql.dropIsolated());
      }
      tell(file, rows, refused, refusals);
    }
  }

  private boolean isStaged(
      RedshiftSession session, StoredObject file, JsonRows rows, SortedMap<Long, Refusal> refused)
      throws SQLException, IOException {
    StoredObject json = rows.stageWithout(refused.keySet());
    session.execute(sql.createIsolated());
    copyJson(session, json);
    SortedMap<Long, Refusal> found = errors(session, json.uri());
    refused.putAll(found);
    long copied = session.query(sql.countIsolated()).get(0).number(0);
    if (copied + refused.size() == file.records()) {
      session.execute(sql.stageIsolated());
      session.execute(sql.dropIsolated());
      return true;
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "Of the %d rows of %s COPY loaded %d and told of %d that it refused; nothing was applied"
              .formatted(file.records(), file.uri(), copied, refused.size()));
    }
    return false;
  }

  private void copyJson(RedshiftSession session, StoredObject json)
      throws SQLException, IOException {
    String manifest = staging.writeManifest(List.of(json));
    try {
      session.execute(sql.copyJson(manifest, iamRole));
    } catch (SQLException e) {
      throw new CopyErrors(List.of(json)).explained(session, e);
    }
  }

  private static SortedMap<Long, Refusal> errors(RedshiftSession session, String json)
      throws SQLException {
    SortedMap<Long, Refusal> found = new TreeMap<>();
    String name = json.substring(0, Math.min(json.length(), MAX_URI));
    for (SqlRow error : session.query(Sql.of(ERRORS, name + "%", (long) session.backend()))) {
      if (error.text(0).trim().equals(name)) {
        found.putIfAbsent(
            error.number(1),
            new Refusal(
                CopyErrors.trimmed(error, 2), (int) error.number(3), CopyErrors.trimmed(error, 4)));
      }
    }
    return found;
  }

  private static void tell(
      StoredObject file, JsonRows rows, SortedMap<Long, Refusal> refused, Refusals refusals)
      throws IOException {
    rows.forEach(
        (number, json) -> {
          Refusal why = refused.get(number);
          if (why != null) {
            refusals.add(
                new RefusedRow(file.uri(), number, why.column(), why.code(), why.message(), json));
          }
        });
  }
}
