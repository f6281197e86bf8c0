package dev.headrace.io.redshift.session;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which failures another try can mend. Redshift tells a serializable isolation violation as error
 * 1023 under the SQLSTATE XX000, which it has for much else too: only the message sets them apart
 * (https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html). The Data API tells no
 * SQLSTATE at all, so that there the messages stand for it.
 */
public final class Failures {
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  // An administrator or a crash ended the session:
  // https://www.postgresql.org/docs/8.0/errcodes-appendix.html
  private static final Set<String> ENDED = Set.of("57P01", "57P02");

  // No session came to be, so none was lost.
  private static final Set<String> NOT_OPENED = Set.of("08001", "08004");

  private static final String INTERNAL = "XX000";

  // The messages of PostgreSQL 8.0, from which Redshift comes, and Redshift's own.
  private static final List<Told> TOLD =
      List.of(
          new Told("deadlock detected", "40P01"),
          new Told("could not serialize access", "40001"),
          new Told("Serializable isolation violation", INTERNAL),
          new Told("conflict with concurrent transaction", INTERNAL),
          new Told("terminating connection due to administrator command", "57P01"),
          new Told("terminating connection because of crash", "57P02"),
          new Told("relation .*does not exist", "42P01"));

  /** What a message that comes without a SQLSTATE stands for. */
  private record Told(Pattern message, String state) {
    Told(String message, String state) {
      this(Pattern.compile(message), state);
    }
  }

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

  /** Whether a table is not there. */
  public static boolean isUndefinedTable(SQLException failure) {
    return state(failure).equals("42P01");
  }

  /** The SQLSTATE, or the one that the message stands for if there is none; empty if unknown. */
  public static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || state.isEmpty() ? told(message(failure)) : state;
  }

  private static String told(String message) {
    return TOLD.stream()
        .filter(told -> told.message().matcher(message).find())
        .findFirst()
        .map(Told::state)
        .orElse("");
  }

  private static String message(SQLException failure) {
    return String.valueOf(failure.getMessage());
  }
}
