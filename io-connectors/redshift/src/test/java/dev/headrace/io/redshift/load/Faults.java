package dev.headrace.io.redshift.load;

import java.sql.Connection;
import java.sql.SQLException;

/** What goes wrong on connections of a {@link FaultyDriver}. */
public interface Faults {
  /** The step that ends a transaction. */
  String COMMIT = "COMMIT";

  /** Called before a statement or a commit is sent. */
  void before(Connection connection, String step) throws SQLException;

  /** Called when it is done, before the caller learns of it. */
  default void after(Connection connection, String step) throws SQLException {}

  /** Whether closing a connection does not reach the server. */
  default boolean staysOpen() {
    return false;
  }

  /** Ends the session and says so as drivers do. */
  static void breakOff(Connection connection) throws SQLException {
    connection.close();
    throw new SQLException("The connection broke", "08006");
  }
}
