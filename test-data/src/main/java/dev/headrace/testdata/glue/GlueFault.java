package dev.headrace.testdata.glue;

/** An error of the service's API. */
final class GlueFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String type;

  GlueFault(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static GlueFault notFound(String message) {
    return new GlueFault(400, "EntityNotFoundException", message);
  }

  static GlueFault invalid(String message) {
    return new GlueFault(400, "InvalidInputException", message);
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The name of the error. */
  String type() {
    return type;
  }
}
