package dev.headrace.io.http;

/** An answer says, by the error table, that no request of the run will fare better. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String detail) {
    super(detail + ", after which the error table says to stop the run; what has landed stays");
  }
}
