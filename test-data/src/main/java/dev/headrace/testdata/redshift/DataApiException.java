package dev.headrace.testdata.redshift;

/**
 * An answer of the Data API that is an error.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html#API_ExecuteStatement_Errors">errors
 * of ExecuteStatement</a>.
 */
final class DataApiException extends Exception {
  private final String type;
  private final int status;

  private DataApiException(String type, int status, String message) {
    super(message);
    this.type = type;
    this.status = status;
  }

  static DataApiException validation(String message) {
    return new DataApiException("ValidationException", 400, message);
  }

  static DataApiException notFound(String message) {
    return new DataApiException("ResourceNotFoundException", 400, message);
  }

  static DataApiException of(String type, int status, String message) {
    return new DataApiException(type, status, message);
  }

  String type() {
    return type;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
