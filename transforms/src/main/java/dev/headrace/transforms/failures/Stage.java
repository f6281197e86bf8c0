package dev.headrace.transforms.failures;

/** The step of a run that set something aside. */
public enum Stage {
  /** A request to the API. The payload is the request. */
  FETCH,
  /** Finding the records in a response. The payload is the response's body. */
  PARSE,
  /** Bringing a record to its contract. The payload is the record. */
  CONFORM,
  /** A quality rule. The payload is the record. */
  QUALITY,
  /** Loading into the warehouse. The payload is the row. */
  LOAD
}
