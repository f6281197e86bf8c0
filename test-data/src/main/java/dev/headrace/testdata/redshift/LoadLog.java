package dev.headrace.testdata.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code sys_load_history} and {@code sys_load_error_detail}. Every write has its own
 * connection and commits, so that it survives the rollback of the load it tells of.
 *
 * <p>Columns: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/SYS_LOAD_HISTORY.html">SYS_LOAD_HISTORY</a>,
 * <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/SYS_LOAD_ERROR_DETAIL.html">SYS_LOAD_ERROR_DETAIL</a>.
 */
final class LoadLog {
  private static final String BEGIN =
      """
      INSERT INTO public.sys_load_history (user_id, session_id, database_name, table_name, status,
        start_time, data_source, file_format)
      VALUES (100, ?, current_database(), ?, 'running', timezone('UTC', clock_timestamp()), ?,
        ?)
      RETURNING query_id
      """;
  private static final String END =
      """
      UPDATE public.sys_load_history SET status = ?, loaded_rows = ?, loaded_bytes = ?,
        source_file_count = ?, source_file_bytes = ?, error_count = ?, error_message = ?,
        end_time = timezone('UTC', clock_timestamp()),
        duration = (extract(epoch FROM timezone('UTC', clock_timestamp()) - start_time) * 1e6)::bigint
      WHERE query_id = ?
      """;
  private static final String ERROR =
      """
      INSERT INTO public.sys_load_error_detail (user_id, query_id, transaction_id, session_id,
        database_name, table_id, start_time, file_name, line_number, column_name, column_type,
        column_length, position, error_code, error_message)
      SELECT user_id, query_id, transaction_id, session_id, database_name, ?, start_time,
        left(?, 256), ?, left(?, 127), left(?, 10), left(?, 10), 0, ?, left(?, 512)
      FROM public.sys_load_history WHERE query_id = ?
      """;

  private final PostgresAddress server;

  LoadLog(PostgresAddress server) {
    this.server = server;
  }

  /** Creates the two tables, empty. */
  static void createTables(Statement statement) throws SQLException {
    statement.execute(
        """
        CREATE TABLE public.sys_load_history (
          user_id int, query_id bigint GENERATED ALWAYS AS IDENTITY, transaction_id bigint,
          session_id int, database_name text, status text, table_name text,
          start_time timestamp, end_time timestamp, duration bigint, data_source text,
          file_format text, loaded_rows bigint, loaded_bytes bigint, source_file_count int,
          source_file_bytes bigint, error_count int, error_message text)
        """);
    statement.execute(
        """
        CREATE TABLE public.sys_load_error_detail (
          user_id int, query_id bigint, transaction_id bigint, session_id int,
          database_name char(64), table_id int, start_time timestamp, file_name char(256),
          line_number bigint, column_name char(127), column_type char(10),
          column_length char(10), position int, error_code int, error_message char(512))
        """);
  }

  /** Returns the new load's query id. */
  long begin(int session, CopyStatement copy) throws SQLException {
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement(BEGIN)) {
      insert.setInt(1, session);
      insert.setString(2, copy.table().get(copy.table().size() - 1));
      insert.setString(3, copy.manifest().toString());
      insert.setString(4, copy.options().json() ? "json" : "parquet");
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  void completed(long query, long rows, long files, long bytes, int errors) throws SQLException {
    end(query, "completed", rows, files, bytes, errors, null);
  }

  void aborted(long query, SQLException error) throws SQLException {
    end(query, "aborted", 0, 0, 0, 1, error.getMessage());
  }

  /** Tells of every row that was not loaded, or of what else went wrong. */
  void rejected(long query, long tableId, List<? extends SQLException> errors) throws SQLException {
    if (errors.isEmpty()) {
      return;
    }
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement(ERROR)) {
      for (SQLException error : errors) {
        insert.setLong(1, tableId);
        insert.setLong(9, query);
        detail(insert, error);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void detail(PreparedStatement insert, SQLException error) throws SQLException {
    CopyException.Place place =
        error instanceof CopyException copy && copy.place() != null
            ? copy.place()
            : new CopyException.Place("", 0, "", "", "");
    insert.setString(2, place.file());
    insert.setLong(3, place.row());
    insert.setString(4, place.column());
    insert.setString(5, place.type());
    insert.setString(6, place.length());
    insert.setInt(7, error.getErrorCode());
    insert.setString(8, error instanceof CopyException copy ? copy.reason() : error.getMessage());
  }

  private void end(
      long query,
      String status,
      long rows,
      long files,
      long bytes,
      int errors,
      @Nullable String message)
      throws SQLException {
    try (Connection connection = server.connect();
        PreparedStatement update = connection.prepareStatement(END)) {
      update.setString(1, status);
      update.setLong(2, rows);
      update.setLong(3, bytes);
      update.setLong(4, files);
      update.setLong(5, bytes);
      update.setInt(6, errors);
      update.setString(7, message);
      update.setLong(8, query);
      update.executeUpdate();
    }
  }
}
