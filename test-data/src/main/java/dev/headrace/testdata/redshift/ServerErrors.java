package dev.headrace.testdata.redshift;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How Redshift words an error of PostgreSQL's. A serialization failure is error 1023, an internal
 * error. PostgreSQL does not tell which table and transactions are at fault, so the numbers are
 * zeros. A MERGE that finds several rows for one tells so in words of its own.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation-serializable-isolation-troubleshooting.html">How
 * to fix serializable isolation errors</a>.
 */
final class ServerErrors {
  static final String SERIALIZATION_FAILURE = "40001";
  static final String INTERNAL_ERROR = "XX000";
  static final String CODE = "1023";

  static final String MULTIPLE_MATCHES = "Found multiple matches to update the same tuple.";
  private static final String CARDINALITY = "21000";

  private ServerErrors() {}

  static boolean isMultipleMatch(@Nullable String state, @Nullable String message) {
    return CARDINALITY.equals(state) && String.valueOf(message).contains("MERGE command");
  }

  static String detail(int processId) {
    return "Serializable isolation violation on table - 0, transactions forming the cycle are: 0, 0"
        + " (pid:"
        + processId
        + ")";
  }

  /**
   * @param serializable whether transactions can fail for what others do
   */
  static SQLException translated(SQLException error, int processId, boolean serializable) {
    if (isMultipleMatch(error.getSQLState(), error.getMessage())) {
      return new SQLException("ERROR: " + MULTIPLE_MATCHES, INTERNAL_ERROR, error);
    }
    if (!serializable || !SERIALIZATION_FAILURE.equals(error.getSQLState())) {
      return error;
    }
    return new SQLException(
        "ERROR: " + CODE + "\n  Detail: " + detail(processId), INTERNAL_ERROR, error);
  }
}
