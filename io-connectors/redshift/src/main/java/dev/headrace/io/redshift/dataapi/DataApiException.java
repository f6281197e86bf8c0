package dev.headrace.io.redshift.dataapi;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Failures of the Data API as those of a session, with the SQLSTATE that they come closest to. */
final class DataApiException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** The session is gone. */
  static final String LOST = "08003";

  /** No session came to be. */
  static final String NOT_OPENED = "08001";

  private static final Pattern STATE = Pattern.compile("\\[?SQLState: ?([0-9A-Z]{5})");

  private DataApiException(String message, @Nullable String state) {
    super(message, state);
  }

  /** Redshift refused a statement. */
  static DataApiException refused(String message) {
    Matcher state = STATE.matcher(message);
    return new DataApiException(message, state.find() ? state.group(1) : null);
  }

  static DataApiException of(String state, String message, @Nullable Throwable cause) {
    DataApiException failure = new DataApiException(message, state);
    failure.initCause(cause);
    return failure;
  }
}
