package dev.headrace.io.redshift.session;

import java.sql.SQLException;

/** A transaction was to be committed, and no answer came. */
public final class OutcomeUnknownException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** What was heard instead of an answer. */
  public OutcomeUnknownException(SQLException cause) {
    super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
  }
}
