package dev.headrace.testdata.redshift;

/** A value that its column cannot hold. Whoever knows the place makes a {@link CopyException}. */
final class BadValueException extends Exception {
  private final int code;

  BadValueException(int code, String reason) {
    super(reason);
    this.code = code;
  }

  int code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
