package dev.headrace.io.redshift;

import java.sql.SQLException;
import java.util.Set;

/**
 * Which failures of a transaction another try can mend. Redshift tells a serializable isolation
 * violation as error 1023 under the SQLSTATE XX000, which it has for much else too: only the
 * message sets them apart (https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html).
 */
final class Conflicts {
  private static final Set<String> STATES = Set.of("40001", "40P01");

  private Conflicts() {}

  static boolean isConflict(Throwable failure) {
    if (!(failure instanceof SQLException sql)) {
      return false;
    }
    String message = String.valueOf(sql.getMessage());
    return STATES.contains(String.valueOf(sql.getSQLState()))
        || message.contains("Serializable isolation violation")
        || message.contains("conflict with concurrent transaction");
  }
}
