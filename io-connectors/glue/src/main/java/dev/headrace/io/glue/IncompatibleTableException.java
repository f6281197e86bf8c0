package dev.headrace.io.glue;

/** The catalog's table cannot become the one that is to be published; nothing was changed. */
public final class IncompatibleTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompatibleTableException(String message) {
    super(message);
  }
}
