package dev.headrace.testdata.redshift;

import java.sql.SQLException;

/**
 * How Redshift words an error of PostgreSQL's. Only the serialization failure differs: it is error
 * 1023, an internal error. PostgreSQL does not tell which table and transactions are at fault, so
 * the numbers are zeros.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation-serializable-isolation-troubleshooting.html">How
 * to fix serializable isolation errors</a>.
 */
final class ServerErrors {
  static final String SERIALIZATION_FAILURE = "40001";
  static final String INTERNAL_ERROR = "XX000";
  static final String CODE = "1023";

  private ServerErrors() {}

  static String detail(int processId) {
    return "Serializable isolation violation on table - 0, transactions forming the cycle are: 0, 0"
        + " (pid:"
        + processId
        + ")";
  }

  static SQLException translated(SQLException error, int processId) {
    if (!SERIALIZATION_FAILURE.equals(error.getSQLState())) {
      return error;
    }
    return new SQLException(
        "ERROR: " + CODE + "\n  Detail: " + detail(processId), INTERNAL_ERROR, error);
  }
}
