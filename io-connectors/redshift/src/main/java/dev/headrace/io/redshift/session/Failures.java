package dev.headrace.io.redshift.session;

import java.sql.SQLException;
import java.util.Set;

/**
 * Which failures another try can mend. Redshift tells a serializable isolation violation as error
 * 1023 under the SQLSTATE XX000, which it has for much else too: only the message sets them apart
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html).
 */
public final class Failures {
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  // An administrator or a crash ended the session:
  // https://www.postgresql.org/docs/8.0/errcodes-appendix.html
  private static final Set<String> ENDED = Set.of("57P01", "57P02");

  // No session came to be, so none was lost.
  private static final Set<String> NOT_OPENED = Set.of("08001", "08004");

  private Failures() {}

  /** Whether the transaction was undone for the sake of another, and can be tried as it is. */
  public static boolean isConflict(Throwable failure) {
    if (!(failure instanceof SQLException sql)) {
      return false;
    }
    String message = message(sql);
    return CONFLICTS.contains(state(sql))
        || message.contains("Serializable isolation violation")
        || message.contains("conflict with concurrent transaction");
  }

  /** Whether the session is gone, and its temporary tables with it. */
  public static boolean isLost(Throwable failure) {
    return failure instanceof SQLException sql
        && (ENDED.contains(state(sql))
            || (state(sql).startsWith("08") && !NOT_OPENED.contains(state(sql))));
  }

  /** Whether a table was changed or made while the statement ran, which a new session sees. */
  public static boolean isOutdated(Throwable failure) {
    return failure instanceof SQLException sql
        && (message(sql).contains("could not open relation with OID")
            || message(sql).contains("ERROR: 1018"));
  }

  /** Whether a table is not there. The Data API tells no SQLSTATE. */
  public static boolean isUndefinedTable(SQLException failure) {
    return state(failure).equals("42P01")
        || (state(failure).isEmpty()
            && message(failure).contains("relation")
            && message(failure).contains("does not exist"));
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  private static String message(SQLException failure) {
    return String.valueOf(failure.getMessage());
  }
}
