package dev.headrace.io.redshift.load;

import com.google.common.base.Strings;
import dev.headrace.io.redshift.session.Failures;
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

  private final List<StoredObject> files;

  CopyErrors(List<StoredObject> files) {
    this.files = files;
  }

  /** Whether it was a row that COPY failed over, and not a file, a right or the cluster. */
  boolean areOfRows(RedshiftSession session, SQLException failure) {
    try {
      return !Failures.isLost(failure)
          && errors(session).stream().anyMatch(error -> !trimmed(error, 2).isEmpty());
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return false;
    }
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
    return errors(session).stream().findFirst().map(CopyErrors::told);
  }

  private List<SqlRow> errors(RedshiftSession session) throws SQLException {
    return session.query(Sql.of(ERRORS, commonPrefix() + "%", (long) session.backend())).stream()
        .filter(this::isOfALoadedFile)
        .toList();
  }

  /** Wildcards in it find too much, of which what is of no file here is left out. */
  private String commonPrefix() {
    return files.stream().map(StoredObject::uri).reduce(Strings::commonPrefix).orElse("");
  }

  /** The table cuts names at 256 characters and fills them up with blanks. */
  private boolean isOfALoadedFile(SqlRow error) {
    String file = error.text(0).trim();
    return !file.isEmpty() && files.stream().anyMatch(f -> f.uri().startsWith(file));
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

  static String trimmed(SqlRow error, int column) {
    return Strings.nullToEmpty(error.textOrNull(column)).trim();
  }
}
