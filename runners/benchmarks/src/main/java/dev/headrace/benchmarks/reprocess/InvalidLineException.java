package dev.headrace.benchmarks.reprocess;

/** Why a line is not a flight. It has no stack trace, for there are many of them. */
final class InvalidLineException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  InvalidLineException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
