package dev.headrace.io.redshift.load;

import com.google.common.base.Strings;
import dev.headrace.io.redshift.session.RedshiftSession;
import dev.headrace.io.redshift.session.SqlRow;
import dev.headrace.io.redshift.sql.Sql;
import dev.headrace.transforms.run.StoredObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What a COPY stumbled over, from the table that keeps it after the rollback
 * (https://docs.aws.amazon.com/redshift/latest/dg/SYS_LOAD_ERROR_DETAIL.html). Values are not in
 * it. Not every failure is: then the message stays as it was.
 */
final class CopyErrors {
  private static final String ERRORS =
      "SELECT file_name, line_number, column_name, column_type, column_length, error_code,"
          + " error_message FROM sys_load_error_detail"
          + " WHERE file_name LIKE ? AND session_id = ? ORDER BY start_time DESC LIMIT 10";

  private final Load load;

  CopyErrors(Load load) {
    this.load = load;
  }

  /** The failure, with place and reason if they are known. */
  SQLException explained(RedshiftSession session, SQLException failure) {
    try {
      return detail(session).map(detail -> explained(failure, detail)).orElse(failure);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return failure;
    }
  }

  private static SQLException explained(SQLException failure, String detail) {
    return new SQLException(
        detail + ": " + failure.getMessage(),
        failure.getSQLState(),
        failure.getErrorCode(),
        failure);
  }

  private Optional<String> detail(RedshiftSession session) throws SQLException {
    List<SqlRow> errors =
        session.query(Sql.of(ERRORS, commonPrefix() + "%", (long) session.backend()));
    return errors.stream().filter(this::isOfALoadedFile).findFirst().map(CopyErrors::told);
  }

  /** Wildcards in it find too much, of which what is not of the load is left out. */
  private String commonPrefix() {
    return load.files().stream().map(StoredObject::uri).reduce(Strings::commonPrefix).orElse("");
  }

  /** The table cuts names at 256 characters and fills them up with blanks. */
  private boolean isOfALoadedFile(SqlRow error) {
    String file = error.text(0).trim();
    return !file.isEmpty() && load.files().stream().anyMatch(f -> f.uri().startsWith(file));
  }

  private static String told(SqlRow error) {
    return "COPY failed at row %s of %s, column \"%s\" of the type %s(%s), with the error %s, %s"
        .formatted(
            trimmed(error, 1),
            trimmed(error, 0),
            trimmed(error, 2),
            trimmed(error, 3),
            trimmed(error, 4),
            trimmed(error, 5),
            trimmed(error, 6));
  }

  private static String trimmed(SqlRow error, int column) {
    return Strings.nullToEmpty(error.textOrNull(column)).trim();
  }
}
