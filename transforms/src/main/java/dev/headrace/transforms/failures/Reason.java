package dev.headrace.transforms.failures;

/**
 * Why something was set aside. Few values, since alarms count by them; the detail tells the rest.
 */
public enum Reason {
  /** The API refused the request, a status that no retry can change, or the warehouse the row. */
  REFUSED,
  /** The API answered with a retryable status until the attempts or the time ran out. */
  UNAVAILABLE,
  /** No answer came in time. */
  TIMEOUT,
  /** The connection could not be made, or broke before the whole body had come. */
  CONNECTION,
  /** The body is larger than allowed. */
  TOO_LARGE,
  /** Of several pages less came, or more, than the API declared. */
  INCOMPLETE,
  /** The bytes are not what their format asks for. */
  MALFORMED,
  /** A value the contract asks for is not there. */
  MISSING_VALUE,
  /** A value is there, but is not of the contract's type. */
  WRONG_TYPE,
  /** A value is of the right type, but outside of what the contract allows. */
  OUT_OF_RANGE,
  /** A field is there that the contract does not name. */
  UNKNOWN_FIELD,
  /** A rule of the dataset's quality does not hold. */
  RULE,
  /** A key is there that another record has. */
  DUPLICATE
}
